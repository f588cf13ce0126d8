"""How long a history page takes to compare two texts of 100,000 characters."""

import statistics
import time
from collections.abc import Callable
from functools import partial
from random import Random

from content.editing.differences import compare
from content.editing.side_by_side import side_by_side

CHARACTERS = 100_000
TIMES = 5
GOAL = 200


def run() -> None:
    for what, (before, after) in cases().items():
        pieces = compare(before, after)
        report(
            what,
            milliseconds(partial(compare, before, after)),
            milliseconds(partial(side_by_side, pieces)),
        )


def cases() -> dict[str, tuple[str, str]]:
    """Return pairs of texts: typical edits, and hostile ones."""
    random = Random(1)
    text = paragraphs(random)
    other = paragraphs(random)
    half = len(text) // 2
    few = [change(part) if number in {3, 50, 90} else part for number, part in enumerate(text)]
    sentences = ". ".join(map(change, joined(text).split(". ")))
    return {
        "a few words changed": (joined(text), joined(few)),
        "a word in every paragraph": (joined(text), joined(map(change, text))),
        "a word in every sentence": (joined(text), sentences),
        "one half moved": (joined(text), joined(text[half:] + text[:half])),
        "paragraphs in another order": (joined(text), joined(random.sample(text, len(text)))),
        "everything different": (joined(text), joined(other)),
        "one line, a word in every hundred": (
            joined(text).replace("\n\n", " "),
            joined(map(change, text)).replace("\n\n", " "),
        ),
        "hostile: all lines equal": ("same\n" * 20_000, "same\n" * 19_000 + "other\n"),
        "hostile: one word": ("a" * CHARACTERS, "a" * (CHARACTERS - 1) + "b"),
        "hostile: two words by turns": ("a b " * 25_000, "b a " * 24_000),
        "hostile: two lines at random": (
            "\n".join(random.choices("ab", k=CHARACTERS // 2)),
            "\n".join(random.choices("ab", k=CHARACTERS // 2)),
        ),
        "hostile: short lines at random": (
            "".join(random.choices("ab .\n", k=CHARACTERS)),
            "".join(random.choices("ab .\n", k=CHARACTERS)),
        ),
        "hostile: punctuation at random": (
            "".join(random.choices(".,;:", k=CHARACTERS)),
            "".join(random.choices(".,;:", k=CHARACTERS)),
        ),
    }


def paragraphs(random: Random) -> list[str]:
    words = ["".join(random.choices("etaoinshrdlu", k=random.randint(2, 9))) for _ in range(3000)]
    # As in real texts, the second word is half as frequent as the first, and so on.
    frequencies = [1 / place for place in range(1, 3001)]
    found, characters = [], 0
    while characters < CHARACTERS:
        sentences = [
            " ".join(random.choices(words, frequencies, k=random.randint(6, 25)))
            for _ in range(random.randint(2, 7))
        ]
        found.append(". ".join(sentences) + ".")
        characters += len(found[-1]) + 2
    return found


def change(text: str) -> str:
    words = text.split(" ")
    words[len(words) // 2] = "changed"
    return " ".join(words)


def joined(parts) -> str:
    return "\n\n".join(parts)


def milliseconds(call: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMES):
        begin = time.process_time()
        call()
        times.append(time.process_time() - begin)
    return statistics.median(times) * 1000


def report(what: str, taken: float, side_by_side_taken: float) -> None:
    verdict = "within" if taken <= GOAL else "OVER"
    print(
        f"comparing, {what:34} {taken:7.2f} ms ({verdict} {GOAL}), "
        f"its rows {side_by_side_taken:7.2f} ms"
    )

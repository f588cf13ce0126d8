"""Pairs of texts to compare: short and random, and long ones with known changes."""

from random import Random

WORDS = ["a", "the", "of", "school", "mastery", "time", "é", "学校", "x_1", "#", "**"]


ENDS = [" ", " ", " ", ", ", ". ", "? ", ".", "\n", "\n\n", "\r\n", "\t"]


def text_of(random: Random, most: int) -> str:
    return "".join(
        random.choice(WORDS) + random.choice(ENDS) for _ in range(random.randint(0, most))
    )


def edited(random: Random, text: str) -> str:
    """Return the text with some stretches removed, replaced, and moved."""
    for _ in range(random.randint(0, 4)):
        start, end = sorted(random.choices(range(len(text) + 1), k=2))
        end = min(end, start + 30)
        text = random.choice(
            [
                text[:start] + text[end:],
                text[:start] + text_of(random, 4) + text[end:],
                text[end:] + text[start:end] + text[:start],
            ]
        )
    return text


def pairs_of_texts(count: int, most: int) -> list[tuple[str, str]]:
    random = Random(7)
    pairs = []
    for number in range(count):
        before = text_of(random, most)
        after = edited(random, before) if number % 3 else text_of(random, most)
        pairs.append((before, after))
    return pairs


def long_text(seed: int) -> list[str]:
    """Return paragraphs of 100,000 characters in total."""
    random = Random(seed)
    words = ["".join(random.choices("etaoinshrdlu", k=random.randint(2, 9))) for _ in range(2000)]
    often = [1 / (place + 1) for place in range(2000)]
    paragraphs, size = [], 0
    while size < 100_000:
        sentences = (random.choices(words, often, k=random.randint(6, 25)) for _ in range(5))
        paragraphs.append(" ".join(f"{' '.join(sentence)}." for sentence in sentences))
        size += len(paragraphs[-1]) + 2
    return paragraphs


def changed_word(paragraph: str) -> str:
    words = paragraph.split(" ")
    words[len(words) // 2] = "changed"
    return " ".join(words)


def joined(paragraphs) -> str:
    return "\n\n".join(paragraphs)


PARAGRAPHS = long_text(1)

"""Convert runs of apostrophes to bold and italic, line by line, as MediaWiki does."""

import re

RUN = re.compile("('{2,})")


def write_quotes(line: str) -> str:
    """Convert the runs of apostrophes in one line of HTML to <b> and <i>, closed at its end.

    Two are italic, three bold, and five both. Four are an apostrophe and bold. More than five are
    apostrophes and both. If bold and italic are both left open, one of the bold marks was meant as
    an apostrophe and italic. MediaWiki's Parser::doQuotes defines which.
    """
    pieces = RUN.split(line)
    if len(pieces) == 1:
        return line
    for index in range(1, len(pieces), 2):
        size = len(pieces[index])
        kept = 3 if size == 4 else min(size, 5)
        pieces[index - 1] += "'" * (size - kept)
        pieces[index] = "'" * kept
    make_even(pieces)
    return nest(pieces)


def make_even(pieces: list[str]) -> None:
    sizes = [len(run) for run in pieces[1::2]]
    bold = sum(size in {3, 5} for size in sizes)
    italic = sum(size in {2, 5} for size in sizes)
    if bold % 2 == 0 or italic % 2 == 0:
        return
    after_letter = after_word = after_space = None
    for index in range(1, len(pieces), 2):
        if len(pieces[index]) != 3:
            continue
        before = pieces[index - 1]
        if before.endswith(" "):
            after_space = after_space or index
        elif before[-2:-1] == " ":
            after_letter = after_letter or index
        else:
            after_word = after_word or index
    index = after_letter or after_word or after_space
    if index:
        pieces[index - 1] += "'"
        pieces[index] = "''"


def nest(pieces: list[str]) -> str:
    written = [pieces[0]]
    is_open: list[str] = []
    for index in range(1, len(pieces), 2):
        size = len(pieces[index])
        for name in toggled(size, is_open, pieces, index):
            toggle(name, is_open, written)
        written.append(pieces[index + 1])
    written += [f"</{name}>" for name in reversed(is_open)]
    return "".join(written)


def toggled(size: int, is_open: list[str], pieces: list[str], index: int) -> list[str]:
    if size == 2:
        return ["i"]
    if size == 3:
        return ["b"]
    if is_open:
        # The last one opened closes first. One that isn't open opens after that.
        return sorted(("b", "i"), key=lambda name: -is_open.index(name) if name in is_open else 1)
    # The first to close must open last.
    following = next((len(run) for run in pieces[index + 2 :: 2] if len(run) in {2, 3}), 3)
    return ["i", "b"] if following == 3 else ["b", "i"]


def toggle(name: str, is_open: list[str], written: list[str]) -> None:
    if name not in is_open:
        is_open.append(name)
        written.append(f"<{name}>")
        return
    above = is_open[is_open.index(name) + 1 :]
    written += [f"</{other}>" for other in reversed(above)]
    written.append(f"</{name}>")
    written += [f"<{other}>" for other in above]
    is_open.remove(name)

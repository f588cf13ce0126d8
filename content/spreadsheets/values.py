"""What the words in a cell mean, whatever the list is of; or what is wrong with them."""

import re

LISTED = re.compile(r"[;|\n]")


class CannotRead(ValueError):
    """Its message is a sentence about one cell."""


def words_of(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def read_line(text: str, *, at_most: int) -> str:
    line = " ".join(text.split())
    if len(line) > at_most:
        raise CannotRead(f"This has {len(line):,} letters, and at most {at_most} can be kept.")
    return line


def read_list(text: str) -> list[str]:
    """Return the names in a cell, divided by semicolons; within one, commas may divide further."""
    return [" ".join(name.split()) for name in LISTED.split(text) if name.strip()]

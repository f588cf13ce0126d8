"""Primary keys as forms and addresses send them."""

from collections.abc import Iterable


def read_key(text: str) -> int:
    """Return the key that a text is; 0, which no row has, if it can't be one."""
    is_key = text.isascii() and text.isdecimal() and len(text) < 19
    return int(text) if is_key else 0


def read_keys(texts: Iterable[str]) -> list[int]:
    """Return the keys among these texts."""
    return [key for text in texts if (key := read_key(text))]

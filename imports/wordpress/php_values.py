"""Read what PHP serialized: plug-ins store lists and settings in meta values that way."""

import re
from collections.abc import Iterator

SERIALIZED = re.compile(r"^(?:[aOs]:\d+:|[ibd]:[^;]*;$|N;$)")
HEAD = re.compile(rb'(?:([aOs]):(\d+):|([ibd]):([^;{}"]*);|(N);)')
# Deeper structures are a plug-in's own, such as a page builder's.
DEEPEST = 12


def read_strings(value: str) -> list[str]:
    """Return the texts and numbers in a meta value, in order: one, or those of a list.

    A value that isn't serialized, or is damaged, is returned as it is.
    """
    value = value.strip()
    if not value:
        return []
    if not SERIALIZED.match(value):
        return [value]
    try:
        parsed, _ = parse(value.encode(), 0, 0)
    except ValueError:
        return [value]
    return [text for text in flatten(parsed) if text.strip()]


def flatten(parsed: "str | list") -> Iterator[str]:
    if isinstance(parsed, str):
        yield parsed
        return
    for _, value in parsed:
        yield from flatten(value)


def parse(data: bytes, position: int, depth: int) -> "tuple[str | list, int]":
    """Return a value and where it ends. An array becomes a list of (key, value)."""
    found = HEAD.match(data, position)
    if not found or depth > DEEPEST:
        raise ValueError
    sort, length, _, scalar, _ = found.groups()
    position = found.end()
    if length is None:
        return (scalar or b"").decode(errors="replace"), position
    if sort == b"s":
        # Lengths are in bytes.
        end = position + 1 + int(length)
        if data[position : position + 1] != b'"' or data[end : end + 2] != b'";':
            raise ValueError
        return data[position + 1 : end].decode(errors="replace"), end + 2
    if sort == b"O":
        raise ValueError
    if data[position : position + 1] != b"{":
        raise ValueError
    position += 1
    pairs: list = []
    for _ in range(int(length)):
        key, position = parse(data, position, depth + 1)
        value, position = parse(data, position, depth + 1)
        pairs.append((key if isinstance(key, str) else "", value))
    if data[position : position + 1] != b"}":
        raise ValueError
    return pairs, position + 1

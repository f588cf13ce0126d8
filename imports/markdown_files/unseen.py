"""Take out of a Markdown text what readers of the old site didn't see.

That is Obsidian's comments (%%…%%), and HTML with `hidden` or `display: none`. What is in code
stays.
"""

import re

TOKEN = re.compile(
    r"""
    (?P<block>^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?^[ ]{0,3}(?P=fence)[`~]*[ \t]*$|.*\Z))
    |(?P<code>(?<!`)(?P<ticks>`{1,8})(?!`)[^\n]{1,1000}?(?<!`)(?P=ticks)(?!`))
    |(?<![\w%])%%(?!%)(?P<comment>.*?)%%
    |<(?P<name>[a-z][a-z0-9]*)\b(?=[^<>]*(?:\shidden\b|\bstyle\s*=\s*["'][^"'<>]*display\s*:\s*none))
      [^<>]*>
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL | re.IGNORECASE,
)


def remove_unseen(text: str) -> tuple[str, list[str]]:
    """Return the text without it, and the words that were taken out."""
    pieces: list[str] = []
    removed: list[str] = []
    position = 0
    # So that a broken text takes no quadratic time.
    never_closed: set[str] = set()
    while found := TOKEN.search(text, position):
        pieces.append(text[position : found.start()])
        position = found.end()
        name = (found["name"] or "").lower()
        end = -1 if name in never_closed else find_end(text, name, position) if name else position
        if end < 0:
            never_closed.add(name)
        if found["comment"] is not None:
            removed.append(found["comment"])
        elif name and end >= 0:
            removed.append(re.sub(r"<[^<>]*>", " ", text[position:end]))
            position = end
        else:
            pieces.append(found[0])
    words = (" ".join(each.split()) for each in removed)
    return "".join([*pieces, text[position:]]), [each for each in words if each]


def find_end(text: str, name: str, start: int) -> int:
    """Return where an element that begins here ends, or -1."""
    depth = 1
    for tag in re.finditer(rf"<(/?){name}\b[^<>]*>", text[start:], re.IGNORECASE):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return start + tag.end()
    return -1

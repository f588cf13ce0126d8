"""Cleans up text extracted from PDFs, which store the positions of characters and no words."""

import re

# Ligatures, and the soft hyphen.
LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00ad": None}
)
# What PostgreSQL can't store (NUL, surrogates), and what readers can't see.
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
HYPHENATED = re.compile(r"\b[^\W\d_]{1,40}-[^\W\d_]{1,40}\b")
BROKEN_WORD = re.compile(r"\b([^\W\d_]{1,40})[-\u2010][ \t]*\n\s*([^\W\d_]{1,40})\b")
# Before these, a hyphen at the end of a line belongs to the word.
SECOND_PARTS = {
    "based", "centered", "centerd", "directed", "driven", "level", "long", "oriented", "paced",
    "related", "specific", "term", "wide",
}  # fmt: skip


def clean_pages(pages: dict[int, str]) -> dict[int, str]:
    """Return the pages as plain words in one line each: {number: text}.

    A word broken at the end of a line is joined. It keeps its hyphen if the same document spells it
    with a hyphen within a line.
    """
    clean = {number: clean_characters(text) for number, text in pages.items()}
    compounds = {word.lower() for text in clean.values() for word in HYPHENATED.findall(text)}
    return {
        number: " ".join(join_broken_words(text, compounds).split())
        for number, text in clean.items()
    }


def clean_characters(text: str) -> str:
    return NO_TEXT.sub("", text.translate(LIGATURES))


def join_broken_words(text: str, compounds: set[str]) -> str:
    def join(match: re.Match) -> str:
        first, second = match.groups()
        compound = f"{first}-{second}"
        is_compound = (
            compound.lower() in compounds or second.lower() in SECOND_PARTS or second[0].isupper()
        )
        return compound if is_compound else first + second

    return BROKEN_WORD.sub(join, text)

"""Makes text of what stands in a PDF, which knows places of letters and not words."""

import re

# Letters that printers cast as one.
LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00ad": None}
)
# What PostgreSQL does not take (NUL, halves of letters), and what no reader sees.
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
HYPHENATED = re.compile(r"\b[^\W\d_]{1,40}-[^\W\d_]{1,40}\b")
BROKEN_WORD = re.compile(r"\b([^\W\d_]{1,40})[-\u2010][ \t]*\n\s*([^\W\d_]{1,40})\b")
# Seconds of compounds: where a line ends before one, the hyphen is a part of the word.
SECONDS = {
    "based", "centered", "centerd", "directed", "driven", "level", "long", "oriented", "paced",
    "related", "specific", "term", "wide",
}  # fmt: skip


def clean_pages(pages: dict[int, str]) -> dict[int, str]:
    """Return the pages as plain words in one line each: {number: text}.

    A word that is broken at the end of a line is put together. It keeps its hyphen where the same
    document writes it with one in the middle of a line.
    """
    tidy = {number: tidy_letters(text) for number, text in pages.items()}
    compounds = {word.lower() for text in tidy.values() for word in HYPHENATED.findall(text)}
    return {number: " ".join(mend_words(text, compounds).split()) for number, text in tidy.items()}


def tidy_letters(text: str) -> str:
    return NO_TEXT.sub("", text.translate(LIGATURES))


def mend_words(text: str, compounds: set[str]) -> str:
    def mend(match: re.Match) -> str:
        first, second = match.groups()
        compound = f"{first}-{second}"
        is_compound = (
            compound.lower() in compounds or second.lower() in SECONDS or second[0].isupper()
        )
        return compound if is_compound else first + second

    return BROKEN_WORD.sub(mend, text)

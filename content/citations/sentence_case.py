"""Titles as APA wants them: only the first word and names are capitalized.

Software can't know which words are names, and a wrong capital is worse than an unusual one. But a
work's own text shows how its words are written. So a title is changed only if its text has every
word that would change, and always in lower case.
"""

import re

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
TAG = re.compile(r"<[^>]*>")
HEADING = re.compile(r"<h([1-6])\b.*?</h\1>", re.DOTALL)
# In the middle of a sentence, where only names are capitalized.
AFTER_WORD = re.compile(r"(?<=[a-zß-ÿ,;] )[^\W\d_]+(?:['’][^\W\d_]+)?")
# What begins a title, a subtitle, or a question within one.
BEGINS = re.compile(r"(?:^|[:.?!—–]\s*|\s-\s)[\"'“‘(\[]*$")
NEVER_NAMES = {
    "a", "about", "after", "an", "and", "are", "as", "at", "be", "before", "but", "by",
    "can", "do", "does", "for", "from", "how", "in", "into", "is", "it", "its", "more",
    "not", "of", "on", "or", "our", "out", "over", "should", "so", "than", "that", "the",
    "their", "there", "they", "this", "to", "under", "up", "was", "we", "what", "when",
    "where", "which", "who", "why", "with", "without", "you", "your",
}  # fmt: skip


def sentence_case(title: str, *, html: str) -> str:
    """Return a title in sentence case, or as it is if that can't be known from its work's text."""
    inside = [word for word in WORD.finditer(title) if not BEGINS.search(title[: word.start()])]
    if not is_title_case([word[0] for word in inside]):
        return title
    text = TAG.sub(" ", HEADING.sub(" ", html))
    written = set(WORD.findall(text))
    names = set(AFTER_WORD.findall(text)) - NEVER_NAMES
    result, end = "", 0
    for word in inside:
        lower = word[0].lower()
        if word[0] != lower.capitalize() or (len(lower) == 1 and lower != "a"):
            continue  # iNACOL, the K of K-12
        is_common = lower in NEVER_NAMES or lower in written
        if word[0] in names:
            if is_common:
                return title
            continue
        if not is_common:
            return title
        result += title[end : word.start()] + lower
        end = word.end()
    return result + title[end:]


def is_title_case(words: list[str]) -> bool:
    """Whether all longer words are capitalized, and there are any."""
    longer = [word for word in words if len(word) > 4]
    return bool(longer) and all(word[0].isupper() for word in longer)

"""What a series is called, from the words around “series” or from its posts' titles."""

import re
from dataclasses import dataclass

from imports.proposals.numbers import NUMBER, PART_NUMBER, read_number

TOTAL = re.compile(rf"\b(?P<total>{NUMBER})[- ](?:part|post|article|blog)\b", re.IGNORECASE)
# Words before “series” that don't name it.
PLAIN = frozenset({
    "a", "an", "the", "our", "my", "this", "his", "her", "their", "new", "newest", "ongoing",
    "continuing", "multi-part", "multipart", "short", "blog", "brief", "special", "occasional",
    "monthly", "weekly", "bi-weekly", "biweekly", "two-week", "summer", "long", "longer",
    "entire", "whole", "same", "current", "recent", "latest", "small", "and", "of", "post",
    "posts", "part", "article", "articles", "mini", "part-series", "short-term", "great",
    "wonderful", "excellent", "four-week", "introductory", "regular", "guest",
})  # fmt: skip
QUOTED = re.compile(
    r"^(?:,?\s(?:called|titled|entitled|named|of|on|about|from|known as))?[,:]?\s?"
    r"[“\"‘*_](?P<name>[^”\"’*_]{3,120})[”\"’*_,]"
)
AFTER = re.compile(
    r"""^(?:\sof\s(?:[\w’'-]+\s){0,3}?(?:posts|articles|blogs|entries|pieces|parts|reflections
          |interviews|stories|essays))?
    (?:\sby\s[A-Z][\w.’-]*(?:\s(?:and\s)?[A-Z][\w.’-]*){0,5})?
    (?:,?\s(?:written|posted|published|here|that\sI[’']m\swriting|we\sare\srunning))?
    (?:\s?:|,?\s(?:called|titled|entitled|named|based\son\s(?:the\s(?:book|report|paper|publication)
        \s?,?)?|drawn\sfrom|on\sthe\s(?:topic|subject|issue)\sof|on|about|exploring|examining
        |investigating|highlighting|covering|focus(?:ed|ing)\son|dedicated\sto|devoted\sto
        |regarding|describing|discussing|documenting|reflecting\son|looking\s(?:at|into)
        |that\s(?:explores|examines|looks\sat|highlights|focuses\son|describes)|from|for))
    \s(?P<name>[^\s].*)$""",
    re.IGNORECASE | re.VERBOSE,
)
# A name right after the word: “the series Road Trip to Maine.”
BARE = re.compile(r"^,?\s(?P<name>(?:#|[A-Z0-9])[^\s]*(?:\s.*)?)$")
END_OF_NAME = re.compile(
    r"[.;(!?\[)]|\s[—–-]\s|,\s(?:in which|by|which|where|who|written|originally|posted|"
    r"and (?:is|was|it)|with|"
    r"so|but|we|I|you|it|see|based)\b|\s(?:by [A-Z]|that (?:is|was|are|will|we|I|has)\b|which|"
    r"in which|where|written by|originally|posted|published|we[’']re|we are|I[’']m"
    r"|I am|and was|and is)"
)
NOT_A_NAME = re.compile(r"^(?:see|read|part|parts|click|check|here|you)\b", re.IGNORECASE)
TOO_VAGUE = frozenset({
    "it", "this", "that", "them", "these", "posts", "articles", "which", "what",
})  # fmt: skip
TITLE_PART = re.compile(
    rf"""^(?P<name>.{{3,}}?)[\s,:;–—|-]*[\s(,:–—-]\(?(?:part|pt\.?)\s(?P<number>{PART_NUMBER})
    (?:\s?(?:of|/)\s?(?P<total>{NUMBER}))?\)?(?:$|\s?[:–—|,-].*|\s?\(.*)$""",
    re.IGNORECASE | re.VERBOSE,
)
TITLE_BEGINS = re.compile(
    rf"^part\s(?P<number>{PART_NUMBER})(?:\sof\s(?P<total>{NUMBER}))?\s?[:–—-]\s?(?P<rest>.+)$",
    re.IGNORECASE,
)
TITLE_OF = re.compile(
    r"^(?P<name>.{3,}?)\s\(?(?P<number>\d{1,2})\s?(?:of|/)\s?(?P<total>\d{1,2})\)?$"
)
TITLE_HASH = re.compile(r"^(?P<name>[^#]{3,}?)\s?#(?P<number>\d{1,3})(?:\s?[:–—-].*)?$")
SMALL = frozenset({
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "nor", "of", "on",
    "or", "per", "the", "to", "via", "with",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class TitledPart:
    name: str
    number: int
    total: int | None = None


def name_around(before: str, after: str, *, is_named: bool) -> tuple[str, int | None]:
    """Return the name and the number of parts that the words around “series” give, if any."""
    total = TOTAL.search(before)
    quoted = re.search(r"[“\"‘](?P<name>[^”\"’]{3,120})[”\"’]?\s*(?:blog\s)?$", before)
    name = quoted["name"] if quoted else read_after(after)
    if not name and is_named:
        name = read_before(before)
    return tidy_name(name), read_number(total["total"]) if total else None


def read_after(after: str) -> str:
    quoted = QUOTED.match(after)
    if quoted:
        return quoted["name"]
    match = AFTER.match(after) or BARE.match(after)
    if not match:
        return ""
    words = match["name"].lstrip('“"‘*_ ')
    return END_OF_NAME.split(words, maxsplit=1)[0]


def read_before(before: str) -> str:
    words = TOTAL.sub(" ", before).replace(",", " ").split()
    while words and words[0].casefold() in PLAIN:
        words.pop(0)
    while words and words[-1].casefold() in PLAIN:
        words.pop()
    return " ".join(words)


def tidy_name(name: str) -> str:
    """Return a name as a title: “problems of practice” becomes “Problems of Practice.”"""
    name = name.strip(' .,:;“”"‘’*_–—-')
    name = re.sub(r"^(?:(?:my|our|a|an|the)\s)?(?:recent\s)?(?:site\s)?visits?\sto\s", "", name)
    name = re.sub(r"^(?:how|what|why)\sto\s", "", name) if len(name) < 8 else name
    if len(name) < 3 or name.casefold() in TOO_VAGUE or NOT_A_NAME.match(name) or len(name) > 150:
        return ""
    words = name.split()
    if sum(word[:1].isupper() for word in words) * 2 > len(words):
        return name
    last = len(words) - 1
    return " ".join(
        word
        if word[:1].isupper() or (word in SMALL and place not in (0, last))
        else word[:1].upper() + word[1:]
        for place, word in enumerate(words)
    )


def part_of_title(title: str) -> TitledPart | None:
    """Return the series and the number in a title such as “Grading, Part 2: Why We Changed.”"""
    match = TITLE_PART.match(title) or TITLE_OF.match(title) or TITLE_HASH.match(title)
    begins = TITLE_BEGINS.match(title)
    if begins and not match:
        number = read_number(begins["number"])
        return TitledPart("", number, read_number(begins["total"] or "")) if number else None
    if not match:
        return None
    number = read_number(match["number"])
    total = read_number(match.groupdict().get("total") or "")
    if number is None or (total is not None and number > total):
        return None
    return TitledPart(match["name"].strip(" ,:;–—|-("), number, total)


def title_base(title: str) -> str:
    """Return the words before a colon, which the posts of a series often share."""
    base, colon, _ = title.partition(":")
    return base.strip() if colon and len(base.split()) > 1 else ""


def name_key(name: str) -> str:
    """Return a name's words for comparisons: “Road Trip to Maine” and “the Maine Road Trip”
    are the same.
    """
    words = set(re.findall(r"\w+", name.casefold()))
    return " ".join(sorted(words - SMALL - {"our", "my", "series"}))

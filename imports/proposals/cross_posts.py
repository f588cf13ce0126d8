"""Recognizes posts that another site published first: “This post originally appeared at Getting
Smart on July 13, 2016.”
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from imports.proposals.texts import EntryText, Sentence, TextLink

MONTHS = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?"
    r"|aug(?:ust|\.)?|sept?(?:ember)?\.?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?"
DATE = re.compile(
    rf"""\b{WEEKDAY}(?:
      (?P<month>{MONTHS})\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>(?:19|20)\d\d)
    | (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month2>{MONTHS}),?\s(?P<year2>(?:19|20)\d\d)
    | (?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})/(?P<y>\d{{4}}|\d\d)
    | (?P<iso>\d{{4}}-\d\d-\d\d)
    )(?!\d)""",
    re.IGNORECASE | re.VERBOSE,
)
OURS = (
    r"(?:this|the\sfollowing|the\sabove|today[’']s|an?(?:\s(?:earlier|longer|shorter|previous))?"
    r"\sversion(?:\sof\sthis(?:\s[\w-]+)?)?|portions\sof\sthis|parts\sof\sthis)"
)
WORK = (
    r"(?:\s(?:[\w’'-]+\s){0,2}(?:post|article|blog(?:\spost)?|piece|entry|essay|interview|op-ed|"
    r"story|column|commentary|excerpt|reflection|letter))?"
)
ADVERB = r"(?:originally|first|previously|initially|also)"
VERB = r"(?:appeared|posted|published|ran|run|printed|featured|shared|released|written|aired)"
SAID = re.compile(
    rf"""^(?P<lead>[\W_]*+(?:(?:editor|author)[’']s\snote|note|ed)?[\W_]*+
      (?:{OURS}{WORK}(?:,[^,]{{1,80}},|\sby\s[^.;]{{1,60}}?)?\s?
        (?:(?:was|is|has\sbeen|has|had|were|is\sbeing)\s)?)?)
    (?P<verb>{ADVERB}\s(?:(?:been|was)\s)?{VERB}
      |(?:cross|re)-?\s?(?:posted|published)|reprinted|reblogged)\b
    (?P<after>.*)$""",
    re.IGNORECASE | re.VERBOSE,
)
PREPOSITION = re.compile(
    r"^,?\s?(?:(?:here\s)?with\s(?:the\s)?(?:kind\s)?permission\s)?"
    r"(?:as\sa\s(?:guest\s)?(?:post|blog|column)\s)?"
    r"(?:at|on|in|by|with|from|for|via|over at|courtesy of|to)\s(?:the\swebsite\sof\s)?",
    re.IGNORECASE,
)
END_OF_PUBLISHER = re.compile(
    r"[;(!?\[)]|\.(?=\s|$)|,\s(?:and|but|as|where|which|who|under|with|by|in (?=[A-Z]?[a-z]+ \d))"
    r"|\s(?:and (?:is|was|has|are|appears|can|we|I|it)|with (?:the\s)?permission|as (?:a|part)\b|"
    r"under\b|where\b|which\b|who\b|by [A-Z]|earlier\b|last (?:week|month|year)|this (?:week|month"
    r"|year)|here\b|yesterday\b|titled\b|entitled\b|in (?=(?:19|20)\d\d)|[—–-]\s|on$)"
)
NOT_A_PUBLISHER = frozenset({
    "the", "a", "an", "this", "that", "his", "her", "their", "our", "my", "it", "us", "here",
    "there", "social", "twitter", "facebook",
})  # fmt: skip
A_YEAR = re.compile(r"(?:19|20)\d\d\b")
# How far from either end of the post a note can be.
NEAR_THE_ENDS = 6


@dataclass(frozen=True, slots=True)
class CrossPost:
    sentence: str
    publisher: str
    address: str = ""
    day: date | None = None


def find_cross_post(
    text: EntryText, *, own_names: frozenset[str] = frozenset()
) -> CrossPost | None:
    """Return where a post first appeared, if it says so. `own_names` are this site's own names."""
    if text.kind != "post":
        return None
    found = (read_cross_post(each, own_names) for each in text.ends(NEAR_THE_ENDS))
    return next(filter(None, found), None)


def read_cross_post(sentence: Sentence, own_names: frozenset[str]) -> CrossPost | None:
    words = sentence.words
    match = SAID.match(words) if len(words) < 700 else None
    if not match:
        return None
    # Only a fragment may have no subject: “Originally posted at …,” not “… first ran the district.”
    after, day = take_date(match["after"])
    preposition = PREPOSITION.match(after)
    if not preposition:
        return None
    publisher = tidy_publisher(after[preposition.end() :])
    link = find_original(sentence, publisher)
    is_named = publisher[:1].isupper() or publisher[:1].isdigit() or "." in publisher
    if publisher and not is_named and link and link.words and link.words in words:
        is_named = publisher.casefold() in link.words.casefold()
    if (
        not publisher
        or not is_named
        or A_YEAR.match(publisher)
        or publisher.casefold() in NOT_A_PUBLISHER
    ):
        return None
    if publisher.casefold().removeprefix("the ") in own_names:
        return None
    return CrossPost(words, publisher, link.address if link else "", day)


def take_date(words: str) -> tuple[str, date | None]:
    """Return the words without their first date, and the date."""
    match = DATE.search(words)
    if not match:
        return words, None
    before = re.sub(r",?\s(?:on|in|dated)?\s?$", "", words[: match.start()])
    after = words[match.end() :]
    # “Originally posted Aug. 8, 2014 at Getting Smart.”
    return (before + after if before.strip() else after), read_date(match)


def read_date(match: re.Match) -> date | None:
    if match["iso"]:
        form, words = "%Y-%m-%d", match["iso"]
    elif match["y"]:
        form = "%m/%d/%Y" if len(match["y"]) == 4 else "%m/%d/%y"
        words = f"{match['m']}/{match['d']}/{match['y']}"
    else:
        month = (match["month"] or match["month2"])[:3]
        form = "%b %d %Y"
        words = f"{month} {match['day'] or match['day2']} {match['year'] or match['year2']}"
    try:
        return datetime.strptime(words, form).date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        return None


def tidy_publisher(words: str) -> str:
    words = END_OF_PUBLISHER.split(words, maxsplit=1)[0]
    words = re.sub(r"\s(?:on|in|at)\s?$", "", words.strip(' ,:;“”"‘*_.'))
    words = re.sub(r"^the\s(?=[A-Z])", "", words)
    words = re.sub(r"^(?:the\s)?(?:website|blog|site)\s(?=[A-Z])", "", words)
    return words.strip(' ,:;“”"‘*_') if len(words) <= 120 else ""


def find_original(sentence: Sentence, publisher: str) -> TextLink | None:
    """Return the link to the original: the one with the longest path, on another site."""
    outside = [
        link
        for link in sentence.links
        if link.target is None and link.address.startswith(("http://", "https://"))
    ]
    return max(outside, key=lambda link: len(urlsplit(link.address).path), default=None)

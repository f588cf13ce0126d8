"""Recognizes posts that say which part of a series they are: “This is the third post in a series
on grading,” “Part 2 of 4,” “Read parts one and two.”
"""

import re
from dataclasses import dataclass

from imports.proposals.numbers import NUMBER, ORDINAL, PART_NUMBER, read_number
from imports.proposals.series_names import name_around, part_of_title
from imports.proposals.texts import EntryText, Sentence, TextLink

POST = (
    r"(?:guest\s|blog\s)?(?:posts?|articles?|blogs?|entr(?:y|ies)|inst?allments?|instalments?|parts?"
    r"|pieces?|columns?|essays?|reflections?|interviews?|stor(?:y|ies)|chapters?|segments?)"
)
# What may be a part of another series than one of posts.
OTHER_SERIES = re.compile(
    r"\b(webinars?|events?|reports?|papers?|briefs?|books?|videos?|podcasts?|sessions?|workshops?"
    r"|conferences?|meetings?|episodes?|films?|calls?|courses?|lessons?|games?|tests?)\b",
    re.IGNORECASE,
)
NOTE = r"(?:(?:editor|author)[’']s\snote|ed(?:itor)?\.?|note|update)\s*[:.–—-]?\s*"
SUBJECT = (
    rf"(?:this|today[’']s|the\sfollowing|below|here|it)(?:\s(?:[\w’'-]+\s){{0,2}}{POST})?"
    r"(?:,[^,;]{1,80},|\s\([^)]{1,80}\)|\sbelow)?"
)
VERB = (
    r"(?:is|was|[’']s|marks|comes\sas|becomes|serves\sas|represents|will\sbe|makes\sup)"
    r"(?:\s(?:by|from|about)\s[^.;]{1,60}\sand\sis)?"
)
LEAD = re.compile(
    rf"""^[\W_]*+(?:{NOTE})?[\W_]*+(?:
        {SUBJECT}\s?{VERB}\s(?:also\s)?(?:the|our|my|a|his|her|their)?\s?(?:[\w’'-]+\s){{0,2}}
      | (?:in|welcome\sto|here[’']s|here\sis|with)\s(?:this|our|my|the)?,?\s?
      | (?:the\s|our\s|my\s)?
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
# “In the third post of our series, we saw …” is about another post.
OTHER_POST = re.compile(r"^[\W_]*+(?:in|with)\s(?:the|our|my)?\s?$", re.IGNORECASE)
WHICH = rf"(?P<number>{ORDINAL}|final|last|concluding|closing|latest|next)"
MEMBER = re.compile(
    rf"""\b{WHICH}(?:\s(?:and|\()\s?(?P<last>final|last)\)?)?
    (?:\s(?:[\w’'-]+\s){{0,2}}?(?P<noun>{POST}))?
    (?:\s(?:of|out\sof)\s(?P<total>{NUMBER}))?
    (?:\s{POST})?,?\s(?:in|of|from|for|to)\s
    (?P<article>a|an|the|our|my|this|his|her|their|[A-Z]\w+[’']s?)\s
    (?P<before>[^.;:!?()]{{0,100}}?)\b(?P<series>(?:mini-?|blog\s)?series)\b(?P<after>.*)$""",
    re.IGNORECASE | re.VERBOSE,
)
OF_SEVERAL = re.compile(
    rf"""\b{WHICH}(?:\s{POST})?\s(?:of|in)\s(?:a\s(?:set|group)\sof\s)?(?P<total>{NUMBER})
    (?:\s(?:[\w’'-]+\s)?)(?P<noun>posts|articles|blogs|parts|pieces|installments|entries)\b
    (?P<after>.*)$""",
    re.IGNORECASE | re.VERBOSE,
)
PART = re.compile(
    rf"""\bpart\s(?P<number>{PART_NUMBER})(?:\sand\s(?P<last>final|last)\spart)?
    (?:\s?(?:of|out\sof|in|from|/)\s?(?:(?:a|an|the|our|my|this)\s)?
       (?:(?P<total>{NUMBER})\b(?!\s?(?:percent|%)))?
       (?:(?P<before>[^.;:!?()]{{0,80}}?)\b(?P<series>series)\b)?)?
    (?P<after>.*)$""",
    re.IGNORECASE | re.VERBOSE,
)
PART_OF_SERIES = re.compile(
    rf"""^[\W_]*+(?:{NOTE})?[\W_]*+{SUBJECT}\s?(?P<verb>(?:is\s)?(?:also\s)?(?:a\s)?part|is\sone|belongs
      |is\sanother|continues|continuing|concludes|ends|wraps\sup|closes|kicks\soff|launches|begins
      |starts|opens|introduces)
    \b[^.;:!?()]{{0,30}}?\b(?P<article>a|an|the|our|my|this|his|her|their|[A-Z]\w+[’']s?)\s
    (?P<before>[^.;:!?()]{{0,100}}?)\b(?P<series>series)\b(?P<after>.*)$""",
    re.IGNORECASE | re.VERBOSE,
)
BEGINS = re.compile(r"kicks|launches|begins|starts|opens|introduces", re.IGNORECASE)
ENDS = re.compile(r"concludes|ends|wraps|closes", re.IGNORECASE)
LAST = frozenset({"final", "last", "concluding", "closing"})
UNNUMBERED = frozenset({"latest", "next"})
# “a series of posts” is a series of posts; “a series of meetings” isn’t.
OF_WHAT = re.compile(
    rf"^\sof\s(?P<what>(?:[\w’'-]+\s){{0,3}}?{POST}\b)?(?P<quote>[“\"‘])?", re.IGNORECASE
)
ENDS_OR_NAMES = re.compile(
    r"^\s?(?:$|[^\w\s]|(?:on|about|in|from|that|by|exploring|describing|which)\b)", re.IGNORECASE
)
PARTS = re.compile(
    rf"\bparts?\s(?P<list>{PART_NUMBER}(?:(?:,\sand\s|,\s|\sand\s|\s?&\s?|\sor\s)"
    rf"(?:parts?\s)?{PART_NUMBER}\b)*)(?:\s?(?:through|to|[-–])\s?(?P<to>{PART_NUMBER})\b)?",
    re.IGNORECASE,
)
# “Read the first, second, and third posts here”
ORDINAL_POSTS = re.compile(
    rf"\b(?P<list>{ORDINAL}(?:(?:,\s?and\s|,\s?|\sand\s|\s?&\s?|\s){ORDINAL})*)\s{POST}\b",
    re.IGNORECASE,
)
READ = re.compile(
    r"^[\W_]*+(?:you\s(?:can|may)\s(?:also\s)?)?(?:please\s)?(?:be sure to\s)?"
    r"(?:see|read|check out|here (?:is|are)|find|catch up|also read|for|click|go to|missed|"
    r"if you missed|start with|view|revisit|continue)\b",
    re.IGNORECASE,
)
OTHERS = re.compile(
    rf"\b(?:links? to|read|see|check out|find|here are|click here for)\b.{{0,40}}?\b(?:other|"
    rf"previous|earlier|rest of the|remaining|entire|whole|all)\b.{{0,30}}?\b(?:{POST}|series)\b"
    rf"|\bcheck out the (?:{POST}) on\b"
    rf"|\b(?:other|previous|earlier) {POST} in (?:this|the) series\b",
    re.IGNORECASE,
)
# How many paragraphs and list items the links at the end take up.
LIST_AT_THE_END = 12
AT_THE_END = re.compile(r"\b(below|bottom|end)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """Another post that a post names as part of its series, with the number it gives, if any."""

    key: int
    number: int | None = None


@dataclass(frozen=True, slots=True)
class SeriesSign:
    """What one post says about its series. `name` is "" if it doesn't say."""

    key: int
    sentence: str
    name: str = ""
    number: int | None = None
    is_last: bool = False
    total: int | None = None
    others: tuple[Mention, ...] = ()
    is_from_title: bool = False


def find_series(text: EntryText) -> SeriesSign | None:
    """Return what a post says about the series it belongs to, or None."""
    if text.kind != "post":
        return None
    found = next(filter(None, (read_statement(text, each) for each in text.sentences)), None)
    numbers, sentence = read_listed_parts(text)
    titled = part_of_title(text.title)
    if found is None and titled is not None:
        found = SeriesSign(
            text.key, text.title, titled.name, titled.number, total=titled.total, is_from_title=True
        )
    if found is None and numbers:
        found = SeriesSign(text.key, sentence)
    if found is None:
        return None
    number, total = found.number, found.total
    if number is None and titled is not None:
        number, total = titled.number, total or titled.total
    if number is None and numbers and not found.is_last:
        number = missing_number(numbers)
    if number is not None and numbers and total is None:
        total = max([number, *numbers]) if max(numbers) > number else None
    if found.is_last and total is None:
        total = number
    return SeriesSign(
        text.key,
        found.sentence,
        found.name or (titled.name if titled else ""),
        number or (total if found.is_last else None),
        found.is_last,
        total if total is None or number is None or total >= number else None,
        tuple(read_mentions(text)),
        found.is_from_title and not numbers,
    )


def read_statement(text: EntryText, sentence: Sentence) -> SeriesSign | None:
    """Return what a sentence says of the post it is in."""
    words = sentence.words
    folded = words.casefold()
    if "series" not in folded and "part" not in folded and " of " not in folded:
        return None
    # A sentence that goes on for pages says nothing about its post, and takes long to search.
    words = words[:600]
    for pattern in (MEMBER, OF_SEVERAL, PART, PART_OF_SERIES):
        match = pattern.search(words)
        if match and is_about_post(pattern, match, words):
            return build_sign(text, words, match)
    return None


def is_about_post(pattern: re.Pattern, match: re.Match, words: str) -> bool:
    groups = match.groupdict()
    lead = words[: match.start()]
    is_numbered_part = groups.get("total") or groups.get("series")
    if OTHER_SERIES.search(lead) or OTHER_SERIES.search(groups.get("before") or ""):
        return False
    of_what = OF_WHAT.match(groups.get("after") or "")
    if groups.get("series") and of_what and not of_what["what"] and not of_what["quote"]:
        return False
    if pattern is PART_OF_SERIES:
        return True
    if pattern is PART and not is_numbered_part:
        return False
    # “Part 1 of 4 students” is no part of a series.
    if not groups.get("series") and not ENDS_OR_NAMES.match(groups["after"]):
        return False
    if OTHER_POST.match(lead):
        return False
    return bool(LEAD.match(lead))


def build_sign(text: EntryText, words: str, match: re.Match) -> SeriesSign:
    groups = match.groupdict()
    word = (groups.get("number") or "").casefold()
    number = None if word in LAST | UNNUMBERED else read_number(word)
    verb = groups.get("verb") or ""
    if BEGINS.search(verb):
        number = 1
    name, total = name_around(
        groups.get("before") or "", groups.get("after") or "", is_named=bool(groups.get("series"))
    )
    return SeriesSign(
        text.key,
        words,
        name,
        number,
        is_last=word in LAST or bool(groups.get("last")) or bool(ENDS.search(verb)),
        total=read_number(groups.get("total") or "") or total,
    )


def read_listed_parts(text: EntryText) -> tuple[list[int], str]:
    """Return the numbers of “Read parts one, two and three,” and the sentence."""
    for sentence in text.sentences:
        if not READ.match(sentence.words):
            continue
        numbers: set[int] = set()
        for match in PARTS.finditer(sentence.words[:600]):
            numbers.update(numbers_in(match))
        for match in ORDINAL_POSTS.finditer(sentence.words[:600]):
            numbers.update(ordinals_in(match["list"]))
        if len(numbers) > 1 or (numbers and any(link.target for link in sentence.links)):
            return sorted(numbers), sentence.words
    return [], ""


def numbers_in(match: re.Match) -> list[int]:
    words = re.findall(rf"\b{PART_NUMBER}\b", match["list"], re.IGNORECASE)
    numbers = [number for number in map(read_number, words) if number]
    last = read_number(match["to"] or "")
    if last and numbers and last < 100:
        numbers += range(numbers[-1], last + 1)
    return numbers


def ordinals_in(words: str) -> list[int]:
    found = re.findall(rf"\b{ORDINAL}\b", words, re.IGNORECASE)
    return [number for number in map(read_number, found) if number]


def missing_number(numbers: list[int]) -> int:
    """Return the part that a list of the other parts leaves out, or the one after them."""
    missing = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
    return missing[0] if len(missing) == 1 else max(numbers) + 1


def read_mentions(text: EntryText) -> list[Mention]:
    """Return the posts here that this one links to as other parts."""
    found: dict[int, Mention] = {}
    at_the_end = False
    for sentence in text.sentences:
        lists_others = bool(OTHERS.search(sentence.words[:600]))
        at_the_end = at_the_end or (lists_others and bool(AT_THE_END.search(sentence.words)))
        is_in_the_list = (
            at_the_end
            and sentence.block >= text.blocks - LIST_AT_THE_END
            and len(sentence.words) < 200
        )
        if not (lists_others or is_in_the_list or names_parts(sentence)):
            continue
        for link in sentence.links:
            if link.target is not None and link.target != text.key:
                number = number_of_link(link, sentence)
                found.setdefault(link.target, Mention(link.target, number))
    return list(found.values())


def names_parts(sentence: Sentence) -> bool:
    words = sentence.words[:600]
    if PARTS.search(words):
        return True
    return bool(READ.match(words) and ORDINAL_POSTS.search(words))


def number_of_link(link: TextLink, sentence: Sentence) -> int | None:
    """Return the part that a link leads to: “Part 2,” “second,” or the only one named with it."""
    for words in (link.words, sentence.words[:600] if len(sentence.links) == 1 else ""):
        match = PARTS.search(words)
        numbers = numbers_in(match) if match else ordinals_in(words)
        if len(numbers) == 1:
            return numbers[0]
    return None

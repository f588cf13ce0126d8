"""What the words in a cell mean: a format, a year, an address … or what is wrong with them."""

import re

from content.models import Format, Sector
from content.phrases import join_list
from imports.spreadsheets.clocks import read_serial, split_moment
from imports.spreadsheets.dates import read_day
from imports.spreadsheets.values import LeftOut, Noted, UnreadableValue, normalize_words, read_line
from wiki.models.resources import RESOURCE_FORMATS

FORMAT_ALIASES = {
    Format.REPORT: "brief, issue brief, case study, study, publication, survey, policy brief, "
    "research brief, research report, technical report, evaluation",
    Format.BOOK: "e-book, ebook, handbook, book section, booksection, chapter, book chapter",
    Format.PAPER: "white paper, whitepaper, working paper, research paper, dissertation, thesis, "
    "preprint, conference paper, conferencepaper, manuscript",
    Format.ARTICLE: "journal article, journalarticle, news article, newspaper article, "
    "newspaperarticle, blog, blog post, blogpost, post, magazine article, magazinearticle, "
    "encyclopedia article, encyclopediaarticle, op ed",
    Format.RECORDING: "webinar, archived webinar, webinar recording, podcast, audio, "
    "audio recording, audiorecording, radio broadcast, radiobroadcast",
    Format.VIDEO: "film, youtube, video recording, videorecording, tv broadcast, tvbroadcast, "
    "documentary",
    Format.TOOL: "toolkit, tool kit, template, rubric, guide, worksheet, computer program, "
    "computerprogram, software, checklist",
    Format.POLICY: "law, legislation, regulation, bill, statute, legal case",
    Format.WEBSITE: "site, web site, web page, webpage, web, page, portal, forum post, forumpost, "
    "presentation, slides, slide deck, dataset, data set",
}
SECTOR_ALIASES = {
    Sector.K12: "k12, k 12, school, schools",
    Sector.HIGHER_EDUCATION: "higher ed, postsecondary, post-secondary, college, university, he",
    Sector.BOTH: "all, k-12 and higher education, k-12 higher education",
}
SEVERAL = re.compile(r"[;,/|\n]|\band\b|&|\+")
EXACT_YEAR = re.compile(r"(?:1[4-9]|20)\d\d(?:\.0+)?")
UNDATED = re.compile(
    r"n\.?\s?d\.?|\[n\.?\s?d\.?\]|undated|no date|unknown|n/?a|none|date unknown|\?+|-+|–|—"
    r"|forthcoming|in press|tbd|tba|ongoing|various",
    re.IGNORECASE,
)
# c2016 and ©2016 are years of copyright, FY2018 a fiscal year, and ca. 2016 about that year.
MARKED_YEAR = re.compile(
    r"\[?(?:c\.?|©|\(c\)|copyright|ca\.?|circa|approx\.?|about|pub(?:lished|\.)?|p|rev(?:ised|\.)?|"
    r"updated|fy|fiscal year|est\.?|~)?\s*"
    r"(?:(?P<year>(?:1[4-9]|20)\d\d)|(?<=fy)\s*[’']?(?P<short>\d\d))\s*\??\]?\.?",
    re.IGNORECASE,
)
TWO_NUMBERS = re.compile(r"(\d{4})\s*[-–/]\s*(\d{4}|\d{2})(?![\d/-])")
YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?:\.0+)?(?!\d)")


def by_words(choices, aliases: dict) -> dict[str, str]:
    found = {}
    for choice in choices:
        for name in (choice.value, choice.label, *aliases[choice].split(", ")):
            # People write the plural as often as the singular.
            found[normalize_words(name)] = found[f"{normalize_words(name)}s"] = choice.value
    return found


FORMATS = {**by_words(RESOURCE_FORMATS, FORMAT_ALIASES), "policies": Format.POLICY.value}
SECTORS = by_words(Sector, SECTOR_ALIASES)


def read_format(text: str) -> str | Noted | LeftOut:
    """Return the format, or the first of several, with a note; or only a note."""
    if normalize_words(text) in FORMATS:
        return FORMATS[normalize_words(text)]
    parts = [normalize_words(part) for part in SEVERAL.split(text)]
    known = [FORMATS[part] for part in parts if part in FORMATS]
    if known:
        label = Format(known[0]).label
        return Noted(known[0], f"“{text[:60]}” was imported as {label}. Its format can be changed.")
    allowed = [choice.label for choice in RESOURCE_FORMATS]
    return LeftOut(f"“{text[:60]}” isn’t a format. Use {join_list(allowed, 'or')}.")


def read_sector(text: str) -> str:
    """Return the sector; both, if a cell names both. Raises UnreadableValue."""
    words = normalize_words(text)
    if words in SECTORS:
        return SECTORS[words]
    parts = {SECTORS.get(normalize_words(part)) for part in re.split(r"[;,/|&\n]|\band\b", text)}
    if parts == {Sector.K12.value, Sector.HIGHER_EDUCATION.value}:
        return Sector.BOTH.value
    raise UnreadableValue(f"“{text[:60]}” isn’t a sector. Use K-12, Higher education, or Both.")


def read_year(text: str) -> int | Noted | LeftOut | None:
    """Return the year of a date; nothing, with a note, if the text doesn’t name exactly one."""
    words = text.strip()
    if not words:
        return None
    if EXACT_YEAR.fullmatch(words):
        return int(words[:4])
    if UNDATED.fullmatch(words):
        return Noted(None, f"“{words[:60]}” means that the year is unknown, so it was left empty.")
    if match := MARKED_YEAR.fullmatch(words):
        short = match["short"]
        year = int(match["year"]) if match["year"] else 2000 + int(short)
        return Noted(year, f"“{words[:60]}” was read as {year}.")
    try:
        year = read_day(split_moment(words)[0]).year
        if read_serial(words):
            return Noted(year, f"“{words[:60]}” was read as {year}: Excel stores a date like that.")
        return year
    except UnreadableValue:
        pass
    years = {int(year) for year in YEAR.findall(words)}
    if len(years) == 1 and not is_school_year(words):
        return years.pop()
    return LeftOut(f"“{words[:60]}” isn’t a single year, so it was left out. Enter it like 2018.")


def is_school_year(text: str) -> bool:
    """Whether a text has a span of years, such as 2016-17; 2018-05 is a month."""
    return any(
        int(match[2]) > 12 or int(match[2]) == (int(match[1]) + 1) % 100
        for match in TWO_NUMBERS.finditer(text)
    )


def read_maker(text: str) -> str:
    """Return who made it, without the separators that exports leave at the end."""
    return read_line("; ".join(filter(None, text.split("\n"))).strip(" ;,|"), at_most=500)

"""What the words in a cell mean: a format, a year, an address … or what is wrong with them."""

import re

from content.models import Format, Sector
from content.phrases import join_list
from imports.spreadsheets.values import UnreadableValue, normalize_words, read_line
from wiki.models.resources import RESOURCE_FORMATS

FORMAT_ALIASES = {
    Format.REPORT: "brief, issue brief, case study, study, publication, survey",
    Format.BOOK: "e-book, ebook, handbook",
    Format.PAPER: "white paper, whitepaper, working paper, research paper, dissertation",
    Format.ARTICLE: "journal article, news article, blog, blog post, post, magazine article",
    Format.RECORDING: "webinar, archived webinar, webinar recording, podcast, audio",
    Format.VIDEO: "film, youtube",
    Format.TOOL: "toolkit, tool kit, template, rubric, guide, worksheet",
    Format.POLICY: "law, legislation, regulation, bill",
    Format.WEBSITE: "site, web site, web page, webpage, web, page, portal",
}
SECTOR_ALIASES = {
    Sector.K12: "k12, k 12, school, schools",
    Sector.HIGHER_EDUCATION: "higher ed, postsecondary, post-secondary, college, university, he",
    Sector.BOTH: "all, k-12 and higher education, k-12 higher education",
}
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


def read_format(text: str) -> str:
    try:
        return FORMATS[normalize_words(text)]
    except KeyError:
        allowed = [choice.label for choice in RESOURCE_FORMATS]
        raise UnreadableValue(
            f"“{text[:60]}” isn’t a format. Use {join_list(allowed, 'or')}."
        ) from None


def read_sector(text: str) -> str:
    try:
        return SECTORS[normalize_words(text)]
    except KeyError:
        raise UnreadableValue(
            f"“{text[:60]}” isn’t a sector. Use K-12, Higher education, or Both."
        ) from None


def read_year(text: str) -> int | None:
    if not text:
        return None
    years = {int(year) for year in YEAR.findall(text)}
    if len(years) != 1:
        raise UnreadableValue(f"“{text[:60]}” isn’t a single year. Enter it like 2018.")
    return years.pop()


def read_maker(text: str) -> str:
    """Return who made it, without the separators that exports leave at the end."""
    return read_line("; ".join(filter(None, text.split("\n"))).strip(" ;,|"), at_most=500)

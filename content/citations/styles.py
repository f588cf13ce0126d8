"""“Cite this” in APA (7th edition), MLA (9th), and Chicago (18th, notes and bibliography).

Titles keep their capitalization, except in APA where that is safe (sentence_case.py). The others
require title case, but a wrong capital is worse than an unusual one.
"""

import re
from collections.abc import Callable
from datetime import date

from content.citations import bylines
from content.citations.text import Citation, comma_list, in_quotes, italic, paragraph, roman
from content.citations.works import Work, same

PROTOCOL = re.compile(r"^https?://")


def apa(work: Work) -> Citation:
    """Publication Manual of the APA, 7th edition, chapters 9 and 10 (wikis: example 49)."""
    byline = roman(bylines.apa(work))
    when = roman(f"({apa_date(work)})")
    # Of what appears in a periodical, such as a blog, the periodical is in italics (example 51).
    title = (roman if work.kind in {"article", "post"} else italic)(work.title)
    if work.medium:
        title += roman(f" [{work.medium}]")
    editors = bylines.apa_editors(work) if work.authors and work.editors else ""
    details = "; ".join(filter(None, [editors, capitalized(work.short_edition)]))
    if details:
        title += roman(f" ({details})")
    # Without an author, the title moves before the date.
    beginning = [byline, when, title] if byline else [title, when]
    # An author isn't named again as the publisher (section 9.29).
    known = {author.name for author in work.authors}
    container = "" if any(same(name, work.container) for name in known) else work.container
    publisher = "" if work.is_page or work.is_own_publisher else work.publisher
    if container and work.kind == "article":
        source = roman("In ") + italic(container)
    elif container and work.kind == "post":
        source = italic(container)
    else:
        source = roman(container or publisher)
    return paragraph(*beginning, source, last=roman(apa_location(work)))


def apa_date(work: Work) -> str:
    if work.known_day:
        return f"{work.known_day.year}, {work.known_day:%B} {work.known_day.day}"
    return str(work.year or "n.d.")


def apa_location(work: Work) -> str:
    # Only pages that change and have no permanent revision need the date (section 9.16).
    if work.is_page and work.accessed and not work.revised and not work.bare_doi:
        return f"Retrieved {american(work.accessed)}, from {work.location}"
    return work.location


def mla(work: Work) -> Citation:
    """MLA Handbook, 9th edition, chapter 5: author, title, container with its elements."""
    container = italic(work.container)
    edited_by = bylines.edited_by_in_mla(work) if work.authors and work.editors else ""
    edition = work.short_edition
    if not container:
        # The start of a sentence is capitalized; a publisher keeps its own spelling.
        edited_by, edition = capitalized(edited_by), edition if edited_by else capitalized(edition)
    source = comma_list(
        container,
        roman(edited_by),
        roman(edition),
        roman("" if same(work.publisher, work.container) else work.publisher),
        roman(mla_date(work.known_day) if work.known_day else str(work.year or "")),
        roman(work.location if work.bare_doi else PROTOCOL.sub("", work.location)),
    )
    # There is no “n.d.”: MLA leaves out unknown dates and adds the date of access.
    accessed = f"Accessed {mla_date(work.accessed)}" if work.accessed and not work.revised else ""
    more = (roman(work.medium), roman(accessed))
    return paragraph(roman(bylines.mla(work)), titled(work), source, *more)


def mla_date(day: date) -> str:
    # MLA abbreviates the longer names of months.
    if day.month in {5, 6, 7}:
        return f"{day.day} {day:%B} {day.year}"
    return f"{day.day} {'Sept' if day.month == 9 else f'{day:%b}'}. {day.year}"


def chicago(work: Work) -> Citation:
    """The Chicago Manual of Style, 18th edition, chapters 13 and 14: an entry of a bibliography."""
    publisher = "" if same(work.publisher, work.container) else work.publisher
    edited_by = bylines.edited_by(work) if work.authors and work.editors else ""
    last_days = []
    if work.revised:
        last_days.append(f"Last modified {american(work.revised)}")
    elif work.accessed and not work.year:
        last_days.append(f"Accessed {american(work.accessed)}")
    when = "" if work.is_page and last_days else str(work.year or "n.d.")
    if work.published:
        when = american(work.published)
    container = roman(work.container)
    if work.kind == "post":
        # “(blog)” says what the title is, unless it says so itself.
        says_so = "blog" in work.container.casefold()
        container = italic(work.container) + roman("" if says_so else " (blog)")
    # The date follows the publisher or, without one, the site.
    if publisher:
        source = [container, comma_list(roman(publisher), roman(when))]
    else:
        source = [comma_list(container, roman(when))]
    return paragraph(
        roman(bylines.chicago(work)),
        titled(work),
        roman(capitalized(work.short_edition)),
        roman(capitalized(edited_by)),
        *source,
        roman(work.medium),
        *map(roman, last_days),
        roman(work.location),
    )


def titled(work: Work):
    """Return the title of a part in quotation marks, and of a whole in italics."""
    return in_quotes(work.title) if work.is_page else italic(work.title)


def american(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


# By the name in an address, in the order of the page.
STYLES: dict[str, tuple[str, Callable[[Work], Citation]]] = {
    "apa": ("APA", apa),
    "mla": ("MLA", mla),
    "chicago": ("Chicago", chicago),
}

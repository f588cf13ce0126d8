"""What a saved copy contains, whatever kind of page it comes from and whatever format it gets."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from content.citations.entries import cited_author, default_publisher
from content.citations.formats import cite
from content.citations.works import Work
from content.labels import Contributor
from content.models import Entry, Topic
from content.moments import format_day
from content.paths import absolute
from content.site import site_name, site_settings

TEMPLATES = Path(settings.BASE_DIR, "templates/copies")


@dataclass(frozen=True, kw_only=True)
class Picture:
    """An image of the site, by its address. Without `alt`, it is decorative."""

    url: str
    alt: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, kw_only=True)
class CopyChapter:
    """A text of the copy. The headings in its HTML, from h2 on, are below its own.

    `label` stands above the title (“Part 2”), and `facts` below it: authors, dates. `address` is
    that of its own page.
    """

    title: str
    level: int = 1
    label: str = ""
    facts: tuple[str, ...] = ()
    summary: str = ""
    picture: Picture | None = None
    html: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A page and what belongs to it, to keep. Addresses are absolute.

    `name` is that of the page among all copies, such as “post-12”. `label` says what it is, and
    `facts` what its title page says of it below the authors. `modified_at` is the last change of
    anything in it.
    """

    name: str
    label: str
    title: str
    address: str
    modified_at: datetime
    chapters: tuple[CopyChapter, ...]
    summary: str = ""
    authors: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    picture: Picture | None = None
    citation: str = ""  # HTML, in APA style
    publisher: str = field(default_factory=default_publisher)
    license: str = field(default_factory=lambda: text_license())

    @property
    def is_one_text(self) -> bool:
        """Whether the title of the copy is that of its only text."""
        return len(self.chapters) == 1

    @property
    def language(self) -> str:
        return settings.LANGUAGE_CODE

    @property
    def digest(self) -> str:
        """The same for the same copy, as long as it is set in the same way."""
        return hashlib.sha256(f"{design()} {self!r}".encode()).hexdigest()


@cache
def design() -> str:
    """Return what copies look like, as far as a change of it makes old ones outdated."""
    files = [*Path(__file__).parent.glob("*.py"), *TEMPLATES.iterdir()]
    content = b"".join(path.read_bytes() for path in sorted(files))
    return f"{version('typst')} {hashlib.sha256(content).hexdigest()}"


def text_license() -> str:
    """Return the license of the site's texts, such as “CC BY 4.0”, or ""."""
    return site_settings().license


def copy_of(
    entry: Entry,
    chapters: Iterable[CopyChapter],
    *,
    label: str = "",
    facts: Sequence[str] = (),
    others: Sequence[Entry] = (),
) -> Copy:
    """Return the copy of an entry's page with these chapters.

    `others` are the entries in it besides this one, whose authors are among those of the copy. It
    is cited as the entry's own page says, or else as a page of the site.
    """
    entries = [entry, *others]
    authors = {person.id: person for each in entries for person in each.authors}.values()
    cited = entry.registered_kind.cited_as(entry) or page_work(entry, authors)
    return Copy(
        name=f"{entry.kind}-{entry.pk}",
        label=label or entry.registered_kind.label,
        title=entry.heading,
        summary=entry.summary,
        authors=tuple(person.name for person in authors),
        facts=tuple(facts or dates_of(entry)),
        address=absolute(entry.get_absolute_url()),
        picture=picture_of(entry),
        citation=cite_as(cited, html=entry.body_html),
        modified_at=max(each.modified_at for each in entries),
        chapters=tuple(chapters),
    )


def chapter_of(
    entry: Entry, *, html: str | None = None, level: int = 1, label: str = ""
) -> CopyChapter:
    """Return an entry as a chapter of a copy. `html` stands for its text."""
    return CopyChapter(
        title=entry.heading,
        level=level,
        label=label,
        facts=tuple(filter(None, [entry.byline and f"By {entry.byline}", *dates_of(entry)])),
        summary=entry.summary,
        picture=picture_of(entry),
        html=entry.body_html if html is None else html,
        address=absolute(entry.get_absolute_url()),
    )


def own_text(entry: Entry, *, html: str | None = None) -> CopyChapter:
    """Return the text of the entry whose copy it is. The title page has the rest."""
    chapter = chapter_of(entry, html=html)
    return replace(chapter, facts=(), summary="", picture=None)


def dates_of(entry: Entry) -> tuple[str, ...]:
    """Return the day of an entry's publication, if it has one, as facts about it."""
    return (format_day(entry.published_at),) if entry.published_at else ()


def picture_of(entry: Entry) -> Picture | None:
    image = entry.lead_image
    if image is None:
        return None
    return Picture(
        url=image.url,
        alt="" if image.decorative else image.alt,
        caption=entry.lead_image_caption,
        credit=" · ".join(filter(None, [image.credit, image.license])),
    )


def page_work(page: Entry | Topic, authors: Iterable[Contributor] = ()) -> Work:
    """Return a page of the site as a work to cite."""
    moment = getattr(page, "published_at", None)
    return Work(
        title=str(page),
        kind="website",
        address=absolute(page.get_absolute_url()),
        authors=tuple(cited_author(person) for person in authors),
        container=site_name(),
        published=timezone.localdate(moment) if moment else None,
    )


def cite_as(work: Work, *, html: str = "") -> str:
    """Return how to cite a work in APA style, as HTML."""
    return str(cite(work, html=html)[0].html)

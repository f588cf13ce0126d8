"""Citations of publications, resources, and articles, on pages and as files."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from content.models import Entry, Format, FrontPage, Role
from content.models.entries import build_person
from content.paths import absolute
from content.views.listings import public
from wiki.citations.bibtex import bibtex
from wiki.citations.ris import ris
from wiki.citations.styles import apa, chicago, mla
from wiki.citations.works import CitedAuthor, Work
from wiki.citations.works import Kind as CitedKind
from wiki.models import Publication, Resource
from wiki.navigation import find_library_entry

STYLES = [("APA", apa), ("MLA", mla), ("Chicago", chicago)]
# Formats for reference managers: name in the address → (writer, content type, extension).
FORMATS = {
    "bibtex": (bibtex, "application/x-bibtex; charset=utf-8", "bib"),
    "ris": (ris, "application/x-research-info-systems; charset=utf-8", "ris"),
}


# What a resource is to a citation, if it is not a website.
CITED_AS: dict[str, CitedKind] = {
    Format.REPORT: "report",
    Format.POLICY: "report",
    Format.BOOK: "book",
    Format.PAPER: "paper",
}


@dataclass(frozen=True)
class StyledCitation:
    style: str
    html: SafeString


def cite(work: Work) -> list[StyledCitation]:
    """Return how to cite a work in each style."""
    return [StyledCitation(style, write(work).html) for style, write in STYLES]


def people_of(entry: Entry, role: Role) -> tuple[CitedAuthor, ...]:
    people = [build_person(row) for row in entry.labels.data["people"] or [] if row["role"] == role]
    return tuple(
        CitedAuthor(
            name=person.name, sort_name=person.sort_name, is_organization=person.is_organization
        )
        for person in people
    )


def publisher_of(publication: Publication) -> str:
    """Return the publisher, which defaults to the organization behind this site."""
    if publication.publisher:
        return publication.publisher
    front_page = FrontPage.objects.only("parent_name").first()
    return (front_page and front_page.parent_name) or settings.SITE_NAME


def publication_work(publication: Publication) -> Work:
    return Work(
        title=publication.heading,
        kind=publication.format or "report",
        address=absolute(publication.get_absolute_url()),
        authors=people_of(publication, Role.AUTHOR),
        editors=people_of(publication, Role.EDITOR),
        edition=publication.edition,
        publisher=publisher_of(publication),
        year=publication.year,
        isbn=publication.isbn,
        doi=publication.doi,
    )


def resource_work(resource: Resource) -> Work:
    # “Made by” may name people, organizations, or both, so styles leave it as it is.
    maker = CitedAuthor(name=resource.made_by, is_organization=True)
    return Work(
        title=resource.heading,
        kind=CITED_AS.get(resource.format, "website"),
        address=resource.url or absolute(resource.get_absolute_url()),
        authors=(maker,) if resource.made_by else people_of(resource, Role.AUTHOR),
        editors=people_of(resource, Role.EDITOR),
        year=resource.year,
    )


WORKS: dict[type[Entry], Callable[[Any], Work]] = {
    Publication: publication_work,
    Resource: resource_work,
}


@require_safe
def citation_file(request: HttpRequest, slug: str, style: str) -> HttpResponse:
    """Send the citation of a library entry as a file for reference managers."""
    if style not in FORMATS:
        raise Http404("References are available as BibTeX and RIS.")
    entry = find_library_entry(slug)
    write, content_type, ending = FORMATS[style]
    return public(
        HttpResponse(
            write(WORKS[type(entry)](entry)),
            content_type=content_type,
            headers={
                "Content-Disposition": f'attachment; filename="{reference_name(slug)}.{ending}"'
            },
        )
    )


def reference_name(slug: str) -> str:
    """Return a file name that works on every system."""
    return slug.encode("ascii", "ignore").decode().strip("-") or "reference"

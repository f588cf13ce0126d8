"""What entries have in common when they are cited."""

from typing import Any

from django.urls import reverse

from content.citations.formats import FORMATS, cite
from content.citations.scholar import citation_tags
from content.citations.works import CitedAuthor, Work
from content.labels import Contributor
from content.models import Entry, Role
from content.site import site_name, site_settings


def people_of(entry: Entry, role: Role) -> tuple[CitedAuthor, ...]:
    return tuple(cited_author(person) for person in entry.people_as(role))


def cited_author(person: Contributor) -> CitedAuthor:
    return CitedAuthor(
        name=person.name, sort_name=person.sort_name, is_organization=person.is_organization
    )


def default_publisher() -> str:
    """Return the organization behind this site."""
    return site_settings().parent_name or site_name()


def citation_context(
    entry: Entry, work: Work | None, *, is_preview: bool = False, **facts: Any
) -> dict:
    """Return what components/citations.html and citation_tags.html show, or {} without a work.

    `facts` are those of `citation_tags`. No one else can open the files of a draft.
    """
    if work is None:
        return {}
    return {
        "citations": cite(work, html=entry.body_html),
        "citation_files": [] if is_preview else citation_files(entry),
        "citation_tags": citation_tags(work, **facts),
    }


def citation_files(entry: Entry) -> list[tuple[str, str]]:
    """Return the label and the path of each file for reference managers."""
    url_name = entry.registered_kind.cite_url_name
    return [
        (file_format.label, reverse(url_name, args=[entry.slug, name]))
        for name, file_format in FORMATS.items()
    ]

"""Deleting articles and library entries with all their related rows."""

from datetime import date

import pytest
from django.urls import reverse

from content.models import Document, Entry, FormerTitle, Redirect, ViewCount
from tests.factories import (
    ArticleFactory,
    ProblemReportFactory,
    PublicationFactory,
    ResourceFactory,
    SuggestionFactory,
    TopicFactory,
)
from tests.support.signing_in import sign_in
from wiki.models import ProblemReport, Suggestion

pytestmark = pytest.mark.django_db


def add_related_rows(entry: Entry) -> Entry:
    """Add a related row of every type that the entry's kind can have."""
    entry.topics.add(TopicFactory())
    entry.tags.add("assessment")
    entry.companions.add(ArticleFactory(title="Stays"))
    ProblemReportFactory(entry=entry)
    ViewCount.objects.create(entry=entry, day=date(2026, 1, 1), count=3)
    FormerTitle.objects.keep(entry=entry, title="Once")
    Redirect.objects.create(old_path="/once/", entry=entry)
    if entry.kind == "article":
        SuggestionFactory(article=entry)
    if entry.kind == "publication":
        file = entry.files.create(title="Full report", slug="report")
        version = file.versions.create(
            number=1, document=Document.objects.create(file="a.pdf", size=9)
        )
        version.pages.create(number=1, text="Words.")
        file.downloads.create(day=date(2026, 1, 1), count=2)
    return entry


KINDS = pytest.mark.parametrize("factory", [ArticleFactory, ResourceFactory, PublicationFactory])


def admin_url(entry: Entry, page: str, *args) -> str:
    return reverse(f"admin:wiki_{entry.kind}_{page}", args=args)


@KINDS
@pytest.mark.parametrize("several", [False, True])
def test_editor_deletes_entry_with_related_rows(client, factory, several):
    sign_in(client, "Editors")
    entry = add_related_rows(factory(body="[[Stays]] and [a site](https://example.org/)."))

    if several:
        chosen = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}
        response = client.post(admin_url(entry, "changelist"), chosen)
    else:
        response = client.post(admin_url(entry, "delete", entry.pk), {"post": "yes"})

    assert response.status_code == 302
    assert [entry.title for entry in Entry.objects.all()] == ["Stays"]
    hanging = [Suggestion, ProblemReport, ViewCount, FormerTitle, Redirect]
    assert [model.objects.count() for model in hanging] == [0, 0, 0, 0, 0]


@KINDS
def test_writer_cannot_delete_wiki_entries(client, factory):
    writer = sign_in(client, "Writers")
    entry = factory(draft=True, created_by=writer)

    response = client.post(admin_url(entry, "delete", entry.pk), {"post": "yes"})

    assert (response.status_code, Entry.objects.count()) == (403, 1)

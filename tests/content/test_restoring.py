"""A public entry keeps the fields that publishing requires when a revision is restored."""

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from content.editing.saving import save_entry
from tests.factories import ArticleFactory, PostFactory, ResourceFactory
from tests.support.editors import reloaded
from tests.support.post_forms import FORM
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


def revise(entry, **changes):
    """Change an entry and return its revision from before the change."""
    revision = entry.revisions.newest_first().first()
    for name, value in changes.items():
        setattr(entry, name, value)
    save_entry(entry=entry, by=None)
    return revision


def restore(client, entry, revision) -> list[str]:
    """Restore a revision as an editor and return the admin's messages."""
    meta = entry._meta
    address = f"admin:{meta.app_label}_{meta.model_name}_restore"
    sign_in(client, "Editors")
    response = client.post(reverse(address, args=[entry.pk, revision.pk]), follow=True)
    page = html.fromstring(response.content.decode())
    return [
        message.text_content().strip() for message in page.xpath("//ul[@class='messagelist']/li")
    ]


@pytest.mark.parametrize("factory", [PostFactory, ArticleFactory])
@pytest.mark.parametrize(
    ("lacking", "reason"),
    [({"body": " "}, "It has no text."), ({"title": ""}, "It has no title.")],
)
def test_revision_without_text_or_title_is_not_restored_if_public(client, factory, lacking, reason):
    entry = factory(**{"title": "Now", "body": "Now.", **lacking})
    old = revise(entry, title="Now", body="Now.")

    messages = restore(client, entry, old)

    entry = reloaded(entry)
    assert messages == [f"This entry is published, so that revision can’t be restored. {reason}"]
    assert (entry.title, entry.body, entry.revisions.count()) == ("Now", "Now.", 2)


def test_revision_without_text_is_restored_if_draft(client):
    post = PostFactory(draft=True, body="")
    old = revise(post, body="Now.")

    restore(client, post, old)

    assert reloaded(post).body == ""


def test_revision_without_title_is_restored_if_public_entry_has_none(client):
    post = PostFactory(title="", body="Then.")
    old = revise(post, body="Now.")

    restore(client, post, old)

    assert reloaded(post).body == "Then."


def test_resource_with_summary_is_restored_without_text(client):
    resource = ResourceFactory(summary="What it is.", body="")
    old = revise(resource, body="Now.")

    restore(client, resource, old)

    assert reloaded(resource).body == ""


def test_resource_is_not_restored_without_summary_and_text(client):
    resource = ResourceFactory(summary="", body="Then.")
    revision = resource.revisions.get()
    resource.revisions.update(data={**revision.data, "body": ""})
    old = revise(resource, body="Now.")

    messages = restore(client, resource, old)

    assert messages == [
        "This entry is published, so that revision can’t be restored. "
        "It has neither a summary nor a text, so readers can’t tell what it is."
    ]
    assert reloaded(resource).body == "Now."


@pytest.mark.parametrize(("summary", "body"), [("What it is.", ""), ("", "")])
def test_public_resource_form_requires_summary_or_text(client, summary, body):
    sign_in(client, "Editors")
    resource = ResourceFactory(summary="Before.", body="Before.")
    form = {
        **FORM,
        "title": resource.title,
        "slug": resource.slug,
        "summary": summary,
        "body": body,
        "format": resource.format,
        "url": resource.url,
        "status": "published",
        "published_at": f"{timezone.localtime(resource.published_at):%Y-%m-%dT%H:%M}",
    }

    response = client.post(reverse("admin:wiki_resource_change", args=[resource.pk]), form)

    resource = reloaded(resource)
    assert (response.status_code, resource.summary, resource.body) == (
        (302, summary, body) if summary else (200, "Before.", "Before.")
    )

"""What readers and editors see of dead resources, and how moved links are updated."""

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml.html import fromstring

from content.editing.moved_links import follow_move
from content.editing.saving import save_entry
from content.exceptions import NotAllowedToPublish, NothingMoved
from content.models import WebAddress
from tests.factories import ArticleFactory, PostFactory, ResourceFactory, UserFactory
from tests.support.signing_in import sign_in
from wiki.models import Article, Resource
from wiki.reports import REPORTS

pytestmark = pytest.mark.django_db

URL = "https://example.org/report"
COPY = "https://web.archive.org/web/2019/https://example.org/report"
NEW = "https://example.net/reports/1?a=b&c=d"


@pytest.fixture
def editor():
    return UserFactory(is_superuser=True)


def mark(url: str, **fields) -> WebAddress:
    WebAddress.objects.filter(url=url).update(checked_at=timezone.now(), **fields)
    return WebAddress.objects.get(url=url)


def mark_dead(url: str) -> WebAddress:
    return mark(url, state="dead", failing_since=timezone.now().replace(2026, 3, 9, 12))


def dead_link_notice(client, resource: Resource) -> tuple[str, list[str]]:
    """Return the dead-link notice's text, if any, and the link targets."""
    tree = fromstring(client.get(resource.get_absolute_url()).content)
    notice = tree.find_class("dead-link")
    words = " ".join(notice[0].text_content().split()) if notice else ""
    links = [link.get("href") for link in tree.iter("a")]
    return words, [link for link in links if link in (resource.url, resource.archived_url)]


# What readers see


def test_dead_resource_shows_archived_copy(client):
    resource = ResourceFactory(url=f"{URL}#part", archived_url=COPY)
    mark_dead(URL)

    assert dead_link_notice(client, resource) == (
        "This link is dead. It hasn’t worked since March 9, 2026. An archived copy is available. "
        f"Open the archived copy web.archive.org It used to be at {URL}#part",
        [COPY, f"{URL}#part"],
    )


def test_dead_resource_without_copy_is_marked_dead(client):
    resource = ResourceFactory(url=URL)
    mark_dead(URL)

    assert dead_link_notice(client, resource) == (
        f"This link is dead. It hasn’t worked since March 9, 2026. It used to be at {URL}",
        [URL],
    )


@pytest.mark.parametrize("state", ["unchecked", "works", "moved", "failing", "refused"])
def test_working_resource_links_to_its_url(client, state):
    resource = ResourceFactory(url=URL, archived_url=COPY)
    mark(URL, state=state)

    assert dead_link_notice(client, resource) == ("", [URL])


def test_dead_resource_on_this_site_is_marked_dead(client, settings):
    settings.SITE_URL = "https://site.example"
    resource = ResourceFactory(url="https://site.example/gone/")
    WebAddress.objects.create(url="/gone/", state="dead")

    assert dead_link_notice(client, resource) == (
        "This link is dead. It used to be at https://site.example/gone/",
        ["https://site.example/gone/"],
    )


def test_resource_with_new_url_has_state_of_new_url(client):
    resource = ResourceFactory(url=URL, archived_url=COPY)
    mark_dead(URL)

    resource.url = NEW
    save_entry(entry=resource, by=None)
    before = dead_link_notice(client, resource)
    mark_dead(NEW)

    assert before == ("", [NEW])
    assert dead_link_notice(client, resource)[1] == [COPY, NEW]


# What editors see


def test_resource_form_shows_last_check(client):
    sign_in(client, "Editors")
    resource = ResourceFactory(url=URL)
    form = reverse("admin:wiki_resource_change", args=[resource.pk])

    def last_check() -> str:
        page = fromstring(client.get(form).content)
        return page.find_class("field-last_check")[0].find_class("readonly")[0].text_content()

    before = last_check()
    address = mark(URL, state="moved", problem="It has moved permanently.", moved_to=NEW)
    date = timezone.localtime(address.checked_at)

    assert before == ("Not checked yet. Addresses of published resources are checked every week.")
    assert last_check() == (
        f"Moved, as of {date:%B} {date.day}, {date.year}. It has moved permanently. "
        f"New address: {NEW}"
    )


def test_broken_links_report_includes_internal_links():
    article = ArticleFactory(body="[x](/nowhere/) [y](/wiki/)")
    for path, state in (("/nowhere/", "dead"), ("/wiki/", "works")):
        address = WebAddress.objects.create(url=path, state=state)
        article.links.filter(address=path).update(web_address=address)

    rows = list(REPORTS["broken-links"].rows())

    assert [(row.entry.pk, row.address) for row in rows] == [(article.pk, "/nowhere/")]


# Links that have moved


def test_moved_link_is_replaced_everywhere(editor):
    body = f"See [the report]({URL}#tables), <{URL}> and [another]({URL}s)."
    article = ArticleFactory(body=body)
    draft = PostFactory(body=f"[x]({URL})", draft=True)
    resource = ResourceFactory(url=f"{URL}#start", body=f"On {URL}.")
    address = mark(URL, state="moved", moved_to=NEW)

    moved = follow_move(address=address, by=editor)

    assert [entry.pk for entry in moved.changed] == [article.pk, draft.pk, resource.pk]
    assert moved.left == []
    article = Article.objects.get()
    assert article.body == f"See [the report]({NEW}#tables), <{NEW}> and [another]({URL}s)."
    assert {link.address for link in article.links.all()} == {NEW, f"{URL}s"}
    revision = article.revisions.newest_first().first()
    assert (revision.by, revision.reason) == (
        editor,
        f"Link moved to {NEW}",
    )
    assert Resource.objects.get().url == f"{NEW}#start"
    assert address.links.count() == 0


def test_moved_link_is_kept_if_another_resource_has_new_url(editor):
    other = ResourceFactory(url=NEW)
    resource = ResourceFactory(url=URL)
    address = mark(URL, state="moved", moved_to=NEW)

    moved = follow_move(address=address, by=editor)

    assert moved.changed == []
    assert [(entry.pk, reason) for entry, reason in moved.left] == [
        (
            resource.pk,
            "Another resource already has the new address. Consider deleting one of them.",
        )
    ]
    assert {row.pk: row.url for row in Resource.objects.all()} == {other.pk: NEW, resource.pk: URL}
    assert resource.revisions.count() == 1


def test_unreplaceable_moved_link_is_kept_and_reported(editor):
    article = ArticleFactory(body="[x](https&colon;//example.org/report)")
    address = mark(URL, state="moved", moved_to=NEW)

    moved = follow_move(address=address, by=editor)

    assert [(entry.pk, reason.split(".")[0]) for entry, reason in moved.left] == [
        (article.pk, "The address is written in a way that can’t be replaced automatically")
    ]
    assert article.revisions.count() == 1


def test_only_editors_can_update_moved_links():
    ResourceFactory(url=URL)
    address = mark(URL, state="moved", moved_to=NEW)

    with pytest.raises(NotAllowedToPublish):
        follow_move(address=address, by=UserFactory())

    assert Resource.objects.get().url == URL


def test_unmoved_link_is_kept(editor):
    ResourceFactory(url=URL)

    with pytest.raises(NothingMoved):
        follow_move(address=mark(URL, state="works"), by=editor)

"""What editors see of dead and moved links, and what they can do about them."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from lxml.html import fromstring
from procrastinate.contrib.django.models import ProcrastinateJob

from content.models import WebAddress
from tests.factories import ArticleFactory, PostFactory, ResourceFactory
from tests.support.signing_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

LIST = reverse("admin:content_webaddress_changelist")


def make(name: str, **fields) -> WebAddress:
    """Return an address that a post links to."""
    url = f"https://example.org/{name}"
    PostFactory(title=f"On {name}", body=f"[x]({url})")
    WebAddress.objects.filter(url=url).update(**fields)
    return WebAddress.objects.get(url=url)


def rows(response) -> list[list[str]]:
    table = fromstring(response.content.decode()).get_element_by_id("result_list")
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./td | ./th")][1:]
        for row in table.xpath(".//tbody/tr")
    ]


def run_action(client, action: str, *addresses: WebAddress) -> list[str]:
    """Run an admin action on these addresses and return the page's messages."""
    chosen = [address.pk for address in addresses]
    response = client.post(LIST, {"action": action, "_selected_action": chosen})
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_list_shows_dead_addresses_first(client):
    sign_in(client, "Editors")
    day = timezone.now().replace(2026, 3, 9, 12)
    make("works", state="works", checked_at=day)
    make(
        "moved", state="moved", moved_to="https://example.net/", problem="It has moved permanently."
    )
    make("failing", state="failing", problem="The server didn’t respond in time.")
    dead = make("dead", state="dead", problem="The server has no such page (404).")
    ResourceFactory(title="A report", url=dead.url)
    WebAddress.objects.create(url="https://example.org/unlinked", state="dead")

    assert rows(client.get(LIST)) == [
        [
            "https://example.org/dead",
            "Dead",
            "The server has no such page (404).",
            "Not yet",
            "A report, On dead",
        ],
        [
            "https://example.org/failing",
            "Failing",
            "The server didn’t respond in time.",
            "Not yet",
            "On failing",
        ],
        [
            "https://example.org/moved",
            "Moved",
            "It has moved permanently. New address: https://example.net/",
            "Not yet",
            "On moved",
        ],
        ["https://example.org/works", "Works", "-", "March 9, 2026", "On works"],
    ]


def test_list_links_to_entry_forms(client):
    sign_in(client, "Editors")
    entries = [factory(body="[x](https://e.org/)") for factory in (PostFactory, ArticleFactory)]

    tree = fromstring(client.get(LIST).content)

    forms = [
        reverse(f"admin:{name}_change", args=[entry.pk])
        for name, entry in zip(("wiki_article", "blog_post"), reversed(entries), strict=True)
    ]
    links = [link.get("href") for link in tree.xpath("//td[@class='field-used_in']/a")]
    assert sorted(links) == sorted(forms)
    assert [client.get(link).status_code for link in links] == [200, 200]


def test_list_shows_some_entries_and_detail_page_shows_all(client):
    sign_in(client, "Editors")
    for number in range(5):
        PostFactory(title=f"Post {number}", body="[x](https://example.org/)")
    address = WebAddress.objects.get()

    listed = rows(client.get(LIST))[0][-1]
    page = client.get(reverse("admin:content_webaddress_change", args=[address.pk]))

    assert listed == "Post 0, Post 1, Post 2 and others"
    shown = fromstring(page.content).find_class("field-all_entries")[0]
    assert len(shown.xpath(".//a")) == 5
    assert b'name="_save"' not in page.content


def test_list_can_be_filtered_and_searched(client):
    sign_in(client, "Editors")
    make("dead", state="dead")
    make("works", state="works")

    found = [
        [row[0] for row in rows(client.get(LIST, query))]
        for query in ({"state__exact": "dead"}, {"q": "On works"}, {"q": "example.org/d"})
    ]

    assert found == [
        ["https://example.org/dead"],
        ["https://example.org/works"],
        ["https://example.org/dead"],
    ]


def test_list_query_count_is_constant(client, django_assert_max_num_queries):
    sign_in(client, "Editors")
    for number in range(30):
        make(str(number), state="dead")

    with django_assert_max_num_queries(9):
        assert len(rows(client.get(LIST))) == 30


def test_writers_cannot_see_list(client):
    sign_in(client, "Writers")

    assert client.get(LIST).status_code == 403


def test_check_again_enqueues_selected_addresses(client):
    sign_in(client, "Editors")
    now = timezone.now()
    chosen, other = make("a", checked_at=now), make("b", checked_at=now)
    PostFactory(body="[x](https://example.com/draft)", draft=True)
    draft = WebAddress.objects.get(host="example.com")

    shown = run_action(client, "check_chosen_again", chosen, draft)

    assert shown == [
        "One address is being checked. Come back in a minute.",
        "One address is not checked, because nothing public links there.",
    ]
    assert [job.args for job in ProcrastinateJob.objects.all()] == [
        {"host": "example.org", "waits": 0}
    ]
    checked = dict(WebAddress.objects.values_list("pk", "checked_at"))
    assert (checked[chosen.pk], checked[other.pk]) == (None, now)


def test_new_address_replaces_old_one_everywhere(client):
    sign_in(client, "Editors")
    moved = make("old", state="moved", moved_to="https://example.net/new")
    resource = ResourceFactory(title="A report", url=moved.url)
    works = make("works", state="works")

    shown = run_action(client, "follow_chosen", moved, works)

    assert sorted(shown) == [
        f"{works}: The last check didn’t find a new address for this one.",
        "“A report” now links to https://example.net/new.",
        "“On old” now links to https://example.net/new.",
    ]
    resource.refresh_from_db()
    assert resource.url == "https://example.net/new"
    assert resource.revisions.newest_first().first().reason == (
        "Link moved to https://example.net/new"
    )


def test_failed_replacement_is_reported(client):
    sign_in(client, "Editors")
    moved = make("old", state="moved", moved_to="https://example.net/new")
    moved.links.get().entry.delete()
    ResourceFactory(title="Old", url=moved.url)
    ResourceFactory(title="New", url=moved.moved_to)

    assert run_action(client, "follow_chosen", moved) == [
        "“Old” still links to https://example.org/old. Another resource already has the new "
        "address. Consider deleting one of them."
    ]


def test_dashboard_shows_editors_dead_links(client):
    sign_in(client, "Editors")
    since = timezone.now() - timedelta(days=20)
    first = make("first", state="dead", failing_since=since)
    second = make("second", state="dead", failing_since=since + timedelta(days=1))
    make("works", state="works")
    WebAddress.objects.create(url="https://example.org/unlinked", state="dead")

    (waiting,) = client.get(reverse("admin:index")).context["waiting"]

    assert (waiting.title, waiting.url, waiting.total) == (
        "Dead links",
        f"{LIST}?state__exact=dead",
        2,
    )
    assert waiting.rows == [
        (address.url, reverse("admin:content_webaddress_change", args=[address.pk]))
        for address in (second, first)
    ]
    assert [client.get(url).status_code for _, url in waiting.rows] == [200, 200]


def test_dashboard_hides_dead_links_from_writers(client):
    sign_in(client, "Writers")
    make("dead", state="dead")

    assert client.get(reverse("admin:index")).context["waiting"] == []

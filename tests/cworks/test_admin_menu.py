"""The admin's menu and breadcrumbs: where every list is, and where a page belongs."""

import pytest
from django.contrib import admin
from django.urls import reverse
from lxml import html

from content.models import Entry, User
from tests.factories import (
    ArticleFactory,
    EventFactory,
    PersonFactory,
    PostFactory,
    RegistrationFactory,
    SuggestionFactory,
)
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(User.objects.create_superuser("admin@example.org", name="Ada"))
    return client


def read(client, path: str):
    response = client.get(path)
    assert response.status_code == 200, path
    return html.fromstring(response.content.decode())


def menu(page) -> dict[str, list[str]]:
    # Without the group of the tests' own kind.
    return {
        group.findtext("summary"): [link.text for link in group.iter("a")]
        for group in page.xpath("//nav[@id='admin-menu']/details[summary != 'Toys']")
    }


def crumbs(client, path: str) -> list[tuple[str, str | None]]:
    """Return (words, address) of the breadcrumbs, the page itself without an address."""
    items = read(client, path).xpath("//nav[@aria-label='Breadcrumbs']/ol/li")
    return [
        (
            item.text_content().strip(),
            link.get("href") if (link := item.find("a")) is not None else item.get("aria-current"),
        )
        for item in items
    ]


def test_editors_menu_has_five_groups_with_most_used_lists_first(client):
    sign_in(client, "Editors")

    assert menu(read(client, "/admin/")) == {
        "Write": [
            "Posts",
            "Series",
            "Comments",
            "Banned commenters",
            "Spam words",
            "Newsletters",
            "Pages",
            "Calendar",
            "What readers send",
            "Templates of replies",
            "Images",
            "Documents",
            "Bulk changes",
            "Deleted entries",
        ],
        "Library": ["Resources", "Publications", "Articles", "Suggestions", "Problem reports"],
        "Events": ["Events", "Event series", "Consent texts"],
        "People and topics": ["People", "Topics", "Tags", "Places"],
        "Site": [
            "Statistics",
            "Email texts",
            "Emails",
            "Web addresses",
            "Searches",
            "Synonyms",
            "Pinned entries",
            "Redirects",
            "Imports",
            "Findings from imports",
            "Proposals",
        ],
    }


def test_start_page_has_groups_of_menu(administrator):
    page = read(administrator, "/admin/")

    groups = {
        section.findtext("h2"): [link.text for link in section.xpath("ul/li/a[1]")]
        for section in page.xpath("//div[@class='start-groups']/section[h2 != 'Toys']")
    }

    assert groups == menu(page)


@pytest.mark.parametrize(
    ("group", "most_added"),
    [
        ("Writers", ["Write a post", "Add a resource", "Write an article", "Add an image"]),
        ("Event managers", ["Add an event", "Add an image"]),
    ],
)
def test_start_page_begins_with_what_a_user_may_add(client, group, most_added):
    sign_in(client, group)

    start = html.fromstring(client.get("/admin/").content)

    links = start.xpath("//ul[@class='most-added']//a")
    assert [link.text for link in links] == most_added
    assert {client.get(link.get("href")).status_code for link in links} == {200}


@pytest.mark.parametrize("group", ["Writers", "Event managers"])
def test_start_page_links_only_to_lists_that_a_user_may_open(client, group):
    sign_in(client, group)

    links = read(client, "/admin/").xpath("//div[@class='start-groups']//a/@href")

    assert [link for link in links if client.get(link).status_code != 200] == []


def test_menu_has_every_list_once(administrator):
    addresses = read(administrator, "/admin/").xpath("//nav[@id='admin-menu']//a/@href")

    # The admin of all entries serves only other forms.
    models = [model for model in admin.site._registry if model is not Entry]
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in models
    ]
    names = ["admin-calendar", "statistics", "personal-data", "machine-status"]
    pages = [reverse(name) for name in names]
    assert sorted(addresses) == sorted([*lists, *pages])


@pytest.mark.parametrize(
    ("path", "current"), [("/admin/blog/post/", "page"), ("/admin/blog/post/add/", "true")]
)
def test_menu_marks_group_and_list_of_page(administrator, path, current):
    marked = read(administrator, path).xpath("//nav[@id='admin-menu']//*[@aria-current]")

    assert [(each.text, each.get("aria-current")) for each in marked] == [
        ("Write", "true"),
        ("Posts", current),
    ]


def test_breadcrumbs_lead_from_start_through_group_and_list_to_page(administrator):
    start = ("Start", "/admin/")
    write, library = ("Write", "/admin/#group-write"), ("Library", "/admin/#group-library")
    post = PostFactory(title="On pace")
    form = f"/admin/blog/post/{post.pk}/"
    posts = ("Posts", "/admin/blog/post/")
    article = ArticleFactory(title="Pace")
    suggestion = SuggestionFactory(article=article)
    event = EventFactory(title="A webinar")
    seat = RegistrationFactory(event=event)
    person = PersonFactory(name="Ana Poe")
    people = [
        start,
        ("People and topics", "/admin/#group-people-and-topics"),
        ("People", "/admin/content/person/"),
    ]
    # Not the group, which has the name of the list.
    events = [start, ("Events", "/admin/events/event/")]
    registrations = f"/admin/events/event/{event.pk}/registrations/"
    webinar = ("A webinar", f"/admin/events/event/{event.pk}/change/")

    expected = {
        "/admin/blog/post/": [start, write, ("Posts", "page")],
        "/admin/blog/post/add/": [start, write, posts, ("New post", "page")],
        f"{form}change/": [start, write, posts, ("On pace", "page")],
        f"{form}delete/": [start, write, posts, ("On pace", f"{form}change/"), ("Delete", "page")],
        f"{form}history/": [
            start, write, posts, ("On pace", f"{form}change/"), ("History", "page"),
        ],
        f"/admin/content/person/{person.pk}/change/": [*people, ("Ana Poe", "page")],
        "/admin/wiki/article/reports/": [
            start, library, ("Articles", "/admin/wiki/article/"), ("Reports", "page"),
        ],
        f"/admin/wiki/suggestion/{suggestion.pk}/change/": [
            start, library, ("Suggestions", "/admin/wiki/suggestion/"), ("Pace", "page"),
        ],
        "/admin/wiki/resource/import/": [
            start, library, ("Resources", "/admin/wiki/resource/"),
            ("Import a spreadsheet", "page"),
        ],
        registrations: [
            *events, webinar, ("Registrations", "page"),
        ],
        f"{registrations}{seat.pk}/": [
            *events, webinar, ("Registrations", registrations), (str(seat), "page"),
        ],
        "/admin/procrastinate/procrastinatejob/": [
            start, ("Site", "/admin/#group-site"), ("Jobs", "page"),
        ],
        "/admin/password_change/": [start, ("Password change", "page")],
        "/admin/search/": [start, ("Search", "page")],
    }  # fmt: skip
    assert {path: crumbs(administrator, path) for path in expected} == expected

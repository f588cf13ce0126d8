"""The admin's search finds what a member of staff may open, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from content.models import User
from tests.factories import (
    ArticleFactory,
    EventFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    RegistrationFactory,
    TopicFactory,
    UserFactory,
)
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


def find(client, words: str) -> dict[str, list[tuple[str, str]]]:
    """Return {group: [(name, address)]} of the page of results."""
    page = html.fromstring(client.get("/admin/search/", {"q": words}).content.decode())
    [groups] = page.find_class("found-groups")
    return {
        section.findtext("h2"): [
            (link.text_content(), link.get("href")) for link in section.iterfind("ul/li/a")
        ]
        for section in groups.iterfind("section")
    }


def suggest(client, words: str) -> list[tuple[str, str]]:
    found = client.get("/admin/search/suggestions/", {"q": words}).json()["suggestions"]
    return [(each["label"], each["name"]) for each in found]


def test_search_finds_entries_people_topics_and_places(client):
    sign_in(client, "Editors")
    draft = PostFactory(title="Mastery in Maine", draft=True)
    article = ArticleFactory(title="What mastery is")
    person = PersonFactory(name="Ana Mastery")
    topic = TopicFactory(name="Mastery")
    place = PlaceFactory(name="Mastery, Ohio")
    PostFactory(title="Something else")

    assert find(client, "mastery") == {
        "Entries": [
            ("Mastery in Maine", f"/admin/blog/post/{draft.pk}/change/"),
            ("What mastery is", f"/admin/wiki/article/{article.pk}/change/"),
        ],
        "People": [("Ana Mastery", f"/admin/content/person/{person.pk}/change/")],
        "Topics": [("Mastery", f"/admin/content/topic/{topic.pk}/change/")],
        "Places": [("Mastery, Ohio", f"/admin/content/place/{place.pk}/change/")],
    }


def test_every_word_must_be_in_title(client):
    sign_in(client, "Editors")
    PostFactory(title="Mastery in Maine")
    both = PostFactory(title="Maine and the mastery of fractions")

    assert find(client, "fractions mastery") == {
        "Entries": [(both.title, f"/admin/blog/post/{both.pk}/change/")]
    }


def test_writers_find_own_drafts_and_pages_of_what_others_published(client):
    writer = sign_in(client, "Writers")
    PostFactory(title="Secret plan", draft=True, created_by=UserFactory())
    own = PostFactory(title="Own plan", draft=True, created_by=writer)
    public = PostFactory(title="Public plan", created_by=UserFactory())

    found = find(client, "plan")

    assert {group: sorted(rows) for group, rows in found.items()} == {
        "Entries": [
            ("Own plan", f"/admin/blog/post/{own.pk}/change/"),
            ("Public plan", public.get_absolute_url()),
        ]
    }


@pytest.mark.parametrize("group", ["Writers", "Event managers", "Editors"])
def test_every_result_opens(client, group):
    user = sign_in(client, group)
    for maker in (user, UserFactory(name="Other Person")):
        for state in ({}, {"draft": True}, {"scheduled": True}):
            PostFactory(title="Common", created_by=maker, **state)
            ArticleFactory(title="Common", created_by=maker, **state)
    RegistrationFactory(name="Common", event=EventFactory(title="Common webinar"))
    for factory in (PersonFactory, TopicFactory, PlaceFactory):
        factory(name="Common")

    addresses = [path for rows in find(client, "common").values() for _, path in rows]

    assert len(addresses) > 7
    assert {path: client.get(path).status_code for path in addresses} == dict.fromkeys(
        addresses, 200
    )


@pytest.mark.parametrize("words", ["ana@example.org", "ANA@example.org", "ana poe"])
def test_registrations_are_found_by_exact_address_or_name(client, words):
    sign_in(client, "Event managers")
    event = EventFactory(title="A webinar")
    seat = RegistrationFactory(event=event, email="ana@example.org", name="Ana Poe")
    RegistrationFactory(event=event, email="diana@example.org", name="Diana Poe")

    assert find(client, words) == {
        "Registrations": [
            (
                "Ana Poe: A webinar",
                f"/admin/events/event/{event.pk}/registrations/{seat.pk}/",
            )
        ]
    }
    assert find(client, "poe") == {}


def test_writers_find_no_registrations_and_no_users(client):
    sign_in(client, "Writers")
    UserFactory(name="Ana Poe", email="ana@example.org")
    RegistrationFactory(email="ana@example.org", name="Ana Poe")

    assert (find(client, "ana@example.org"), find(client, "Ana Poe")) == ({}, {})


def test_administrators_find_users_and_pages(client):
    client.force_login(User.objects.create_superuser("admin@example.org", name="Ada"))
    user = UserFactory(name="Joby Poe")

    assert find(client, "job") == {
        "Pages of the admin": [("Jobs", "/admin/procrastinate/procrastinatejob/")],
        "Users": [("Joby Poe", f"/admin/content/user/{user.pk}/change/")],
    }


def test_suggestions_have_closest_titles_first_and_need_three_characters(client):
    sign_in(client, "Editors")
    for title in ("On pace", "Pace", "Pace and place"):
        PostFactory(title=title)

    assert suggest(client, "pa") == []
    assert suggest(client, "pace") == [
        ("Post", "Pace"),
        ("Post", "Pace and place"),
        ("Post", "On pace"),
    ]


def test_visitors_are_sent_to_sign_in(client):
    for path in ("/admin/search/?q=x", "/admin/search/suggestions/?q=xyz"):
        assert client.get(path).headers["Location"].startswith("/admin/login/")


def test_query_count_is_the_same_for_one_and_thirty_results(client):
    client.force_login(User.objects.create_superuser("admin@example.org", name="Ada"))

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/search/", {"q": "common"})
        return len(queries)

    def add(number: int) -> None:
        PostFactory.create_batch(number, title="Common")
        EventFactory.create_batch(number, title="Common")
        RegistrationFactory.create_batch(number, name="common")
        for factory in (PersonFactory, TopicFactory, PlaceFactory, UserFactory):
            for position in range(number):
                factory(name=f"Common {factory.__name__} {number} {position}")

    add(1)
    count()
    one = count()
    add(29)

    assert count() == one


@pytest.mark.parametrize("words", ["", "   ", "\0", "%", "a" * 500, "“quoted”", "' OR 1=1"])
def test_unusual_words_find_nothing(client, words):
    sign_in(client, "Editors")
    PostFactory(title="A title")

    assert find(client, words) == {}


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("settings", ("Site settings", "/admin/content/sitesettings/")),
        ("main menu", ("Site settings", "/admin/content/sitesettings/")),
        ("logo", ("Site settings", "/admin/content/sitesettings/")),
        ("merge tags", ("Merge two tags", "/admin/taggit/tag/merge/")),
        ("duplicates", ("Likely duplicates", "/admin/content/person/duplicates/")),
        ("calend", ("Calendar", "/admin/calendar/")),
        ("status", ("Status", "/admin/status/")),
    ],
)
def test_pages_of_the_menus_are_found_by_those_who_may_open_them(client, words, page):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    assert page in find(client, words)["Pages of the admin"]

    sign_in(client, "Writers")
    assert find(client, words) == ({"Pages of the admin": [page]} if words == "calend" else {})

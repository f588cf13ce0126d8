"""Searching the admin's lists with many words."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.admin.lookups import ListedLookups
from content.models import User
from tests.factories import PersonFactory, PostFactory
from tests.support.staff_pages import messages_in

pytestmark = pytest.mark.django_db

TOO_MANY = "A search has at most 10 words. The rest was left out."


@pytest.fixture
def administrator(client) -> None:
    client.force_login(User.objects.create_superuser("ada@example.org", name="Ada"))


def test_every_list_that_is_searched_has_the_limit():
    unlimited = [
        type(each)
        for each in admin.site._registry.values()
        if each.search_fields and not isinstance(each, ListedLookups)
    ]

    assert unlimited == []


@pytest.mark.usefixtures("administrator")
def test_list_is_searched_for_the_first_words(client):
    PersonFactory(name="one two")
    PersonFactory(name="three")
    words = " ".join(["one", "two"] * 750)

    with CaptureQueriesContext(connection) as queries:
        response = client.get("/admin/content/person/", {"q": words})

    assert messages_in(response) == [TOO_MANY]
    assert [person.name for person in response.context["cl"].result_list] == ["one two"]
    assert max(len(query["sql"]) for query in queries) < 10_000


@pytest.mark.usefixtures("administrator")
def test_list_with_few_words_or_a_quotation_says_nothing(client):
    PostFactory(title="one two three four five six seven eight nine ten eleven")

    for words in ("one two", '"one two three four five six seven eight nine ten eleven"'):
        response = client.get("/admin/blog/post/", {"q": words})
        found = (messages_in(response), response.context["cl"].result_count)
        assert found == ([], 1), words


@pytest.mark.usefixtures("administrator")
def test_search_over_everything_says_so_too(client):
    few, many = (
        client.get("/admin/search/", {"q": " ".join("ab" for _ in range(count))}).content.decode()
        for count in (10, 11)
    )

    assert (TOO_MANY in few, TOO_MANY in many) == (False, True)

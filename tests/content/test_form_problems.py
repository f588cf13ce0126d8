"""What is wrong with a form of the admin is listed above it, with links."""

import pytest
from lxml import html

from tests.factories import PostFactory, ResourceFactory
from tests.support.post_forms import change_url, form_of
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


def listed(response) -> tuple[list[tuple[str, str]], list[str]]:
    """Return (text, target) of each link in the list, and what has the focus."""
    page = html.fromstring(response.content.decode())
    [box] = page.find_class("errornote")
    links = [(link.text_content(), link.get("href")) for link in box.iter("a")]
    assert {target for _, target in links} <= {f"#{each}" for each in page.xpath("//@id")}
    return links, page.xpath("//*[@class='errornote']//*[@autofocus]/@href")


def test_fields_and_rows_of_an_entry_are_linked(client):
    sign_in(client, "Editors")
    post = PostFactory(draft=True)
    row = {
        "contributions-TOTAL_FORMS": "1",
        "contributions-0-person": "0",
        "contributions-0-role": "author",
        "contributions-0-position": "1",
    }

    response = client.post(change_url(post), form_of(post, title="x" * 301, **row))

    assert listed(response) == (
        [
            (
                "Title: Ensure this value has at most 300 characters (it has 301).",
                "#id_title",
            ),
            (
                "Person: Select a valid choice. That choice is not one of the available choices.",
                "#id_contributions-0-person",
            ),
        ],
        ["#id_title"],
    )


def test_error_with_a_link_of_its_own_is_listed_as_text(client):
    sign_in(client, "Editors")
    ResourceFactory(title="Known & <new>", url="https://example.org/known")

    response = client.post(
        "/admin/wiki/resource/add/",
        {
            **form_of(PostFactory(draft=True)),
            "url": "https://example.org/known",
            "format": "report",
        },
    )

    assert listed(response)[0] == [
        (
            "Address: The library already has this address: Known & <new>. Change that entry "
            "instead.",
            "#id_url",
        )
    ]


def test_no_script_moves_the_focus_from_the_list(client):
    sign_in(client, "Editors")

    opened = client.get("/admin/content/person/add/").content.decode()
    refused = client.post("/admin/content/person/add/", {}).content.decode()

    assert ["js/change_form" in each for each in (opened, refused)] == [True, False]
    assert html.fromstring(refused).xpath("//*[@autofocus]/@href") == ["#id_name"]

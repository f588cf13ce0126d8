"""The links in the site's menus."""

import pytest
from django.core.exceptions import ValidationError

from content.menus import MenuLink, read_menu, validate_links, validate_menu


def item(label: str, address: str = "", *, is_below: bool = False) -> dict:
    return {"label": label, "address": address, "is_below": is_below}


def test_links_belong_to_the_nearest_one_above_that_is_not_below():
    items = [
        item("First", "/first/", is_below=True),
        item("About", "/about/"),
        item("People", "/people/", is_below=True),
        item("Places", "/places/", is_below=True),
        item("Blog", "/blog/"),
    ]

    assert read_menu(items) == (
        MenuLink("First", "/first/"),
        MenuLink(
            "About", "/about/", (MenuLink("People", "/people/"), MenuLink("Places", "/places/"))
        ),
        MenuLink("Blog", "/blog/"),
    )


@pytest.mark.parametrize("address", ["/", "/about/?a=b#c", "https://other.example/a"])
def test_paths_and_secure_addresses_are_accepted(address):
    validate_menu([item("A link", address)])


@pytest.mark.parametrize(
    "address",
    [
        *("", "about", "//other.example/", "http://other.example/", "https://", "https://[a/"),
        *(
            "javascript:alert(1)",
            "data:text/html,a",
            "mailto:a@b.example",
            "/a b",
            "/\\other",
            '/"',
        ),
        "/" + "a" * 500,
    ],
)
def test_other_addresses_are_refused(address):
    with pytest.raises(ValidationError) as refused:
        validate_menu([item("A link", address)])

    assert refused.value.messages == [
        "“A link” needs the address of a page: a path of this site, such as /about/, or one that "
        "starts with https://."
    ]


def test_heading_of_a_column_needs_no_address():
    validate_menu([item("Read"), item("Blog", "/blog/", is_below=True)])


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ([item("", "/about/")], "Enter a label for the link to /about/."),
        (
            [item("a" * 41, "/about/")],
            f"“{'a' * 41}” is too long for a menu. Use at most 40 characters.",
        ),
        (
            [item(""), item("Blog", "/blog/", is_below=True)],
            "Enter a label for the heading of the links below it.",
        ),
    ],
)
def test_labels_are_there_and_short(items, sentence):
    with pytest.raises(ValidationError) as refused:
        validate_menu(items)

    assert refused.value.messages == [sentence]


def test_heading_is_no_link_elsewhere():
    with pytest.raises(ValidationError):
        validate_links([item("Read"), item("Blog", "/blog/", is_below=True)])


@pytest.mark.parametrize(
    "items",
    [
        "/about/",
        {"label": "About"},
        ["/about/"],
        [{}],
        [item("About", "/about/") | {"more": 1}],
        [item(7, "/x/")],
    ],
)
@pytest.mark.parametrize("validate", [validate_menu, validate_links])
def test_anything_but_a_list_of_links_is_refused(validate, items):
    with pytest.raises(ValidationError, match=r"This isn’t a list of links\."):
        validate(items)

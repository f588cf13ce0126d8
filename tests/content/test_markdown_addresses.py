"""New addresses in the place of old ones, in Markdown."""

import pytest

from content.markdown import render, replace_address

OLD, NEW = "https://example.org/a", "https://example.net/b"


@pytest.mark.parametrize(
    ("old", "text"),
    [
        (OLD, "[x]({})"),
        (OLD, '[x]({} "title")'),
        (OLD, "[x](<{}>) and <{}>"),
        (OLD, "[{}]({}#part)"),
        (OLD, "[https://example.com/]({})"),
        (OLD, "[x][1]\n\n[1]:{}"),
        (OLD, "[x][1]\n\n[1]: {}"),
        (OLD, "| a |\n| - |\n| [x]({})|"),
        (OLD, "**[x]({})**, ![x](/y.png) [![x](/y.png)]({})"),
        (OLD, "<a href=\"{}\">x</a> <a href='{}'>y</a>"),
        (OLD, "Text.[^1]\n\n[^1]: See [x]({})."),
    ],
)
def test_address_is_replaced_wherever_markdown_has_one(old, text):
    assert replace_address(text.replace("{}", old), old=old, new=NEW) == text.replace("{}", NEW)


@pytest.mark.parametrize(
    ("spelled", "address"),
    [
        ("https://example.org/q?a=1&amp;b=2", "https://example.org/q?a=1&b=2"),
        ("https://example.org/a\\_b", "https://example.org/a_b"),
        ("https://example.org/ä", "https://example.org/%C3%A4"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org/x_(y)", "https://example.org/x_(y)"),
        ("https://example.org/x|y", "https://example.org/x%7Cy"),
    ],
)
def test_address_is_found_however_it_is_spelled(spelled, address):
    text = f"[x]({spelled}) and [y]({spelled}#part)"

    assert {link.partition("#")[0] for link in render(text).link_addresses} == {address}
    assert replace_address(text, old=address, new=NEW) == f"[x]({NEW}) and [y]({NEW}#part)"


@pytest.mark.parametrize(
    "other",
    [
        f"{OLD}b",
        f"{OLD}/",
        f"{OLD}?x=1",
        f"{OLD}.html",
        f"{OLD}-b",
        f"{OLD}(b)",
        f"{OLD}'b",
        f"{OLD}\\_b",
        f"{OLD}&b",
        "http://example.org/a",
        f"https://example.net/?to={OLD}",
    ],
)
def test_address_that_only_begins_alike_stays(other):
    text = f"[x]({other})"

    assert replace_address(text, old=OLD, new=NEW) == text


@pytest.mark.parametrize(
    "new",
    [
        "https://example.net/x_(y)",
        "https://example.net/x)[evil](https://example.com/",
        "https://example.net/*a*_b_`c`",
        "https://example.net/it's",
    ],
)
def test_new_address_breaks_no_markdown(new):
    text = f"*[x]({OLD})* <a href='{OLD}'>y</a>"

    links = render(replace_address(text, old=OLD, new=new)).link_addresses

    assert len(links) == 1
    assert next(iter(links)).startswith("https://example.net/")


def test_text_without_a_space_takes_no_time():
    text = f"[{OLD}?](" * 10_000

    assert replace_address(text, old=OLD, new=NEW) == text

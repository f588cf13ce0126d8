"""Replacing addresses in Markdown."""

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
def test_address_is_replaced_everywhere_in_markdown(old, text):
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
def test_address_is_found_in_every_spelling(spelled, address):
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
def test_address_with_same_prefix_is_unchanged(other):
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
def test_new_address_does_not_break_markdown(new):
    text = f"*[x]({OLD})* <a href='{OLD}'>y</a>"

    links = render(replace_address(text, old=OLD, new=new)).link_addresses

    assert len(links) == 1
    assert next(iter(links)).startswith("https://example.net/")


def test_text_without_spaces_is_fast():
    text = f"[{OLD}?](" * 10_000

    assert replace_address(text, old=OLD, new=NEW) == text

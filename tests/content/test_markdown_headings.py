import pytest

from content.markdown import Heading, render


@pytest.mark.parametrize(
    ("given", "levels"),
    [
        ("# a\n# b", [2, 2]),
        ("# a\n## b\n# c", [2, 3, 2]),
        ("## a\n### b", [2, 3]),
        ("#### a\n## b\n#### c", [2, 2, 3]),
        ("# a\n##### b\n### c", [2, 3, 3]),
        ("# a\n## b\n### c\n#### d\n##### e\n###### f", [2, 3, 4, 5, 6, 6]),
        ("<h1>a</h1>\n\n<h4>b</h4>", [2, 3]),
    ],
)
def test_levels_start_below_title_without_gaps(given, levels):
    assert [heading.level for heading in render(given).headings] == levels


def test_headings_have_unique_ids():
    rendered = render("## Why?\n\n## Why?\n\n## Why 2\n\n## ???\n\n## Élan & 学校")

    assert rendered.headings == (
        Heading(2, "section-why", "Why?"),
        Heading(2, "section-why-2", "Why?"),
        Heading(2, "section-why-2-2", "Why 2"),
        Heading(2, "section-untitled", "???"),
        Heading(2, "section-élan-学校", "Élan & 学校"),
    )


def test_empty_heading_is_not_in_contents():
    assert render("##\n\n## a").headings == (Heading(2, "section-a", "a"),)


def test_heading_text_omits_footnote_numbers():
    rendered = render("## Why[^1]\n\n[^1]: Because.")

    assert rendered.headings == (Heading(2, "section-why", "Why"),)


def test_links_find_headings_by_text_and_custom_ids():
    rendered = render(
        '<a name="top"></a><span id="cookie">x</span> [a](#top) [b](#cookie) [c](#the-end) '
        "[d](#nowhere)\n\n## The end"
    )

    assert rendered.html == (
        '<p><a id="section-top"></a><span id="section-cookie">x</span> '
        '<a href="#section-top">a</a> <a href="#section-cookie">b</a> '
        '<a href="#section-the-end">c</a> <a href="#nowhere">d</a></p>\n'
        '<h2 id="section-the-end">The end <a class="permalink" href="#section-the-end"'
        ' aria-label="Link to the section “The end”">#</a></h2>'
    )


def test_custom_ids_cannot_clash_with_footnote_ids():
    rendered = render('One[^1]\n\n<p id="note-1">mine</p>\n\n[^1]: Note.')

    assert rendered.html.count('id="note-1"') == 1


def test_heading_in_link_has_no_permalink():
    rendered = render('<div><a href="/x/"><h2>Why</h2></a></div>')

    assert rendered.html == '<div><a href="/x/"><h2 id="section-why">Why</h2></a></div>'

import pytest

from content.markdown import opening_text, render


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("One.\n\n<!--more-->\n\nTwo.", "<p>One.</p>"),
        ("One. <!--more--> Two.", "<p>One.</p>"),
        ("One.\n<!--more-->\nTwo.", "<p>One.</p>"),
        ("One. <!--more Continue here-->\n\nTwo.", "<p>One.</p>"),
        ("One. <!--MORE-->\n\nTwo.", "<p>One.</p>"),
        ("<p>One.</p>\n<!--more-->\n<p>Two.</p>", "<p>One.</p>"),
        (
            "> One *two <!--more--> three* four",
            "<blockquote>\n<p>One <em>two</em></p></blockquote>",
        ),
        ("One.\n\n<!--more-->\n\nTwo.\n\n<!--more-->\n\nThree.", "<p>One.</p>"),
        ("- a\n- b <!--more-->\n- c", "<ul>\n<li>a</li>\n<li>b</li></ul>"),
    ],
)
def test_excerpt_is_text_before_mark(text, excerpt):
    rendered = render(text)

    assert (rendered.excerpt_html, rendered.has_more) == (excerpt, True)
    assert "more" not in rendered.html


@pytest.mark.parametrize(
    ("text", "has_more"),
    [("One.", False), ("`<!--more-->`", False), ("<!--moreover-->", False), ("<!--more-->a", True)],
)
def test_excerpt_is_empty_without_text_before_mark(text, has_more):
    rendered = render(text)

    assert (rendered.excerpt_html, rendered.has_more) == ("", has_more)


def test_excerpt_has_no_footnotes_anchors_or_ids():
    rendered = render(
        "## Why\n\nOne[^1] [two](#why) <span id='x'>three</span> [four](/four/).\n\n"
        "<!--more-->\n\n## Not this\n\n[^1]: Nor this."
    )

    assert rendered.excerpt_html == (
        "<p><strong>Why</strong></p>\n"
        '<p>One <span>two</span> <span>three</span> <a href="/four/">four</a>.</p>'
    )


def test_mark_in_footnote_is_ignored():
    rendered = render("One.[^1]\n\nTwo.\n\n[^1]: Note. <!--more-->")

    assert (rendered.excerpt_html, rendered.has_more) == ("", False)


@pytest.mark.parametrize(
    ("text", "paragraph"),
    [
        ("## Title\n\nOne[^1] <!--more--> two.\n\nThree.\n\n[^1]: x", "<p>One two.</p>"),
        ("![](/a.png)\n\n> Quoted\n\n- listed\n\nOne.", "<p>One.</p>"),
        ("https://youtu.be/dQw4w9WgXcQ\n\nOne.", "<p>One.</p>"),
        ("> Quoted alone", ""),
        ("", ""),
    ],
)
def test_first_paragraph_is_from_running_text(text, paragraph):
    assert render(text).first_paragraph_html == paragraph


@pytest.mark.parametrize(
    "block",
    [
        "| Student | First |\n| --- | --- |\n| Ana | 1 |",
        "1. Ana\n2. Ben",
        "    ana = 1",
        "![Ana](/media/ana.png)",
        "> | Ana |\n> | --- |\n> | 1 |",
    ],
)
def test_opening_text_ends_before_what_is_not_text(block):
    rendered = render(
        f"{block}\n\nTwo *students*.\n\n> So.\n\n{block}\n\nAn average.\n\n<!--more-->"
    )

    assert opening_text(rendered.excerpt_html) == "Two students. So."

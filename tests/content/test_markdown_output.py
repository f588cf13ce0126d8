import pytest

from content.markdown import ImageFacts, absolute_links, plain_text, render

ENTRY = "https://site.example/blog/loons/"


@pytest.mark.parametrize(
    ("html", "absolute"),
    [
        ('<a href="/wiki/a/?b=1&amp;c">x</a>', '<a href="https://site.example/wiki/a/?b=1&amp;c">x</a>'),
        ('<a href="#note-1">1</a>', f'<a href="{ENTRY}#note-1">1</a>'),
        ('<a href="../other/">x</a>', '<a href="https://site.example/blog/other/">x</a>'),
        ('<a href="https://other.example/">x</a>', '<a href="https://other.example/">x</a>'),
        ('<a href="mailto:a@b.example">x</a>', '<a href="mailto:a@b.example">x</a>'),
        (
            '<source type="image/avif" srcset="/a-1.avif 640w, /a-2.avif 1280w">',
            '<source type="image/avif" srcset="https://site.example/a-1.avif 640w,'
            ' https://site.example/a-2.avif 1280w">',
        ),
        ('<img src="/a" alt="x &gt; y">', '<img src="https://site.example/a" alt="x &gt; y">'),
        ('<p>href="/x" src="/y"</p>', '<p>href="/x" src="/y"</p>'),
        ('<a href="http://[broken/">x</a>', '<a href="http://[broken/">x</a>'),
    ],
)  # fmt: skip
def test_absolute_links_change_only_addresses(html, absolute):
    assert absolute_links(html, ENTRY) == absolute


def test_absolute_links_remove_permalinks():
    rendered = render("## Why > *how*")

    assert absolute_links(rendered.html, ENTRY) == (
        '<h2 id="section-why-how">Why &gt; <em>how</em></h2>'
    )


def test_absolute_links_leave_no_relative_address():
    facts = ImageFacts("/a.png", 1, 1, "a", False, "", "", (("image/webp", "/a.webp 1w"),))
    rendered = render(
        "![](/a.png)\n\n[b](/b/) [c](#d)[^1]\n\n## D\n\n[^1]: e",
        find_images=lambda addresses: {"/a.png": facts},
    )

    html = absolute_links(rendered.html, ENTRY)

    assert ('="/' in html, '="#' in html) == (False, False)


def test_plain_text_is_one_line():
    rendered = render(
        "## Why & how\n\nOne *two*[^1]  \nthree.\n\n- four\n- five\n\n| a | b |\n|---|---|\n"
        "| c | d |\n\n```\nx < 1\n```\n\n[^1]: Note."
    )

    assert plain_text(rendered.html) == "Why & how One two three. four five a b c d x < 1"


def test_plain_text_of_empty_html_is_empty():
    assert plain_text("") == ""

"""What the block editor keeps outside a post's body, or in comments within it."""

import json

import pytest

from blog.models import Post
from content.markdown import plain_text, render
from imports.wordpress.formatting import format_body
from imports.wordpress.surroundings import Surroundings
from tests.support.wordpress_exports import item


def paragraph(words: str) -> str:
    return f"<!-- wp:paragraph -->\n<p>{words}</p>\n<!-- /wp:paragraph -->\n"


def reference(identity: str, number: int = 1) -> str:
    return f'<sup data-fn="{identity}" class="fn"><a href="#{identity}">{number}</a></sup>'


def notes(**texts: str) -> Surroundings:
    stored = [{"id": identity, "content": text} for identity, text in texts.items()]
    return Surroundings(footnotes=json.dumps(stored))


def test_footnotes_are_written_as_footnotes():
    body = paragraph(f"One{reference('a')} and two{reference('b', 2)}, again{reference('a')}.")

    formatted = format_body(body, surroundings=notes(a="The <em>first</em>.", b="B<br>c"))

    assert formatted.markdown == (
        "One[^1] and two[^2], again[^1].\n\n[^1]: The *first*.\n\n[^2]: B\\\n    c"
    )
    assert (formatted.missing, bool(formatted.losses)) == ((), False)


def test_footnotes_of_table_that_stays_html_are_a_list():
    body = f"<table><tr><td>x{reference('a')}</td></tr></table>{paragraph('P' + reference('b', 2))}"

    formatted = format_body(body, surroundings=notes(a="A", b="B"))

    assert formatted.markdown == (
        '<table><tr><td>x<sup><a href="#note-of-import-1">1</a></sup></td>\n</tr>\n</table>\n\n'
        "P<sup>[2](#note-of-import-2)</sup>\n\n"
        '1. <a id="note-of-import-1"></a>A\n2. <a id="note-of-import-2"></a>B'
    )
    assert not formatted.losses


@pytest.mark.parametrize(
    ("body", "surroundings", "markdown", "missing"),
    [
        (f"One{reference('a')}", Surroundings(), "One<sup>1</sup>", ("the text of a footnote",)),
        ("One", notes(a="Never mentioned"), "One\n\n1. Never mentioned", ()),
        (
            f"One{reference('a')}",
            Surroundings(footnotes='[{"content":"See <a href="/x/">x</a>","id":"a"}]'),
            "One[^1]\n\n[^1]: See [x](/x/)",
            (),
        ),
        ("Words[efn_note]A note.[/efn_note].", Surroundings(), "Words[^1].\n\n[^1]: A note.", ()),
    ],
)
def test_unusual_footnotes_lose_nothing(body, surroundings, markdown, missing):
    formatted = format_body(body, surroundings=surroundings)

    assert (formatted.markdown, formatted.missing) == (markdown, missing)
    assert not formatted.losses


def test_lost_footnote_is_noticed(monkeypatch):
    monkeypatch.setattr("imports.wordpress.formatting.define_notes", lambda notes: "")
    monkeypatch.setattr("imports.wordpress.formatting.write_block_by_block", lambda *_: ("One", 0))

    formatted = format_body(f"One{reference('a')}", surroundings=notes(a="The note"))

    assert formatted.losses.words == ("One1", "The", "note")


def test_patterns_are_put_in_their_places():
    patterns = {
        "1": paragraph("First") + '<!-- wp:block {"ref":2} /-->',
        "2": paragraph("Second") + '<!-- wp:block {"ref":1} /-->',
        "3": '<!-- wp:heading {"metadata":{"name":"Title"}} --><h2>Old</h2><!-- /wp:heading -->',
    }
    body = (
        '<!-- wp:block {"ref":1} /-->'
        '<!-- wp:block {"ref":3,"content":{"Title":{"content":"New"}}} /-->'
        '<!-- wp:block {"ref":9} /-->'
    )

    formatted = format_body(body, surroundings=Surroundings(patterns=patterns))

    assert formatted.markdown == "First\n\nSecond\n\n## New"
    assert formatted.missing == ("synced pattern 1", "synced pattern 9")


def test_patterns_cannot_multiply_without_end():
    patterns = {str(n): f'<!-- wp:block {{"ref":{n + 1}}} /-->' * 10 for n in range(20)}

    formatted = format_body(
        '<!-- wp:block {"ref":0} /-->', surroundings=Surroundings(patterns=patterns)
    )

    assert formatted.markdown == ""
    assert len(formatted.missing) > 0


def test_dynamic_blocks_are_left_out_and_named_once():
    body = paragraph("Words") + (
        '<!-- wp:latest-posts {"postsToShow":3} /--><!-- wp:latest-posts /-->'
        '<!-- wp:acf/quote {"data":{"quote":"A teacher’s words","_quote":"field_1"}} /-->'
        "<!-- wp:query --><div><!-- wp:post-title /--><!-- wp:query-no-results -->"
        "<p>Nothing found</p><!-- /wp:query-no-results --></div><!-- /wp:query -->"
        '<!-- wp:spacer {"height":"9px"} --><div></div><!-- /wp:spacer -->'
        '<!-- wp:social-link {"url":"https://x.org/","service":"x"} /-->'
    )

    formatted = format_body(body)

    assert formatted.markdown == "Words\n\n[x](https://x.org/)"
    assert formatted.dynamic_blocks == ("latest-posts", "acf/quote: A teacher’s words", "query")


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        pytest.param(
            '<div class="wp-block-file"><object class="wp-block-file__embed" data="/r.pdf">'
            '</object><a href="/r.pdf">report</a>'
            '<a href="/r.pdf" class="wp-block-file__button">Download</a></div>',
            "[report](/r.pdf) [Download](/r.pdf)",
            id="file",
        ),
        pytest.param(
            "<details><summary>Is <em>it</em>?</summary><p>Yes, <b>it</b> is.</p></details>",
            "<details>\n<summary>Is <em>it</em>?</summary>\n\nYes, **it** is.\n\n</details>",
            id="details",
        ),
        pytest.param(
            '<!-- wp:gallery --><ul class="wp-block-gallery"><li><figure>'
            '<img src="/a.jpg" alt="A"><figcaption>One</figcaption></figure></li></ul>'
            "<!-- /wp:gallery -->",
            '![A](/a.jpg "One")',
            id="gallery as a list",
        ),
        pytest.param(
            '<!-- wp:cover {"url":"/a.jpg","alt":"A"} --><div class="wp-block-cover" '
            'style="background-image:url(/a.jpg)"><p>T</p></div><!-- /wp:cover -->',
            "![A](/a.jpg)\n\nT",
            id="picture in a style",
        ),
        pytest.param("One<!--nextpage-->Two", "One\n\nTwo", id="page break"),
        pytest.param("[vc_row][vc_column_text]A[/vc_column_text][/vc_row]", "A", id="layout"),
        pytest.param("[table]\nA,B\n1,2\n[/table]", "| A | B |\n| --- | --- |\n| 1 | 2 |"),
        pytest.param("[audio:https://x.org/a.mp3|titles=T]", "<https://x.org/a.mp3>", id="audio"),
        pytest.param(
            '<img src="data:image/gif;base64,R0lG" data-src="/l.jpg" alt="L">'
            '<noscript><img src="/l.jpg" alt="L"></noscript>',
            "![L](/l.jpg)",
            id="late image",
        ),
        pytest.param(
            '<table class="tr-caption-container"><tr><td><img src="/b.jpg"></td></tr>'
            "<tr><td>Cap</td></tr></table>",
            '![](/b.jpg "Cap")',
            id="Blogger's caption",
        ),
        pytest.param("A<a name='more'></a>B", "A<!--more-->B", id="Blogger's break"),
        pytest.param(
            'A<sup id="fnref-1"><a href="#fn-1">1</a></sup><div class="footnotes"><hr /><ol>'
            '<li id="fn-1">Note. <a href="#fnref-1">&#8617;</a></li></ol></div>',
            "A[^1]\n\n[^1]: Note.",
            id="listed footnotes",
        ),
    ],
)
def test_block_or_plugin_markup_becomes_markdown(body, markdown):
    formatted = format_body(body)

    assert (formatted.markdown, formatted.kept_html) == (markdown, 0)
    assert not formatted.losses


def test_tables_that_the_export_lacks_are_named():
    formatted = format_body(
        "A [table id=1 /] [table id=2 /]",
        surroundings=Surroundings(tables={"1": "<table><tr><th>x</th></tr></table>"}),
    )

    assert formatted.markdown == "A\n\n| x |\n| --- |"
    assert formatted.missing == ("table 2",)


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 600 + "Deep" + "</div>" * 600,
        "<b><i>" * 300 + "Deep" + "</i></b>" * 300,
        "<blockquote>" * 300 + "Deep" + "</blockquote>" * 300,
        "<ul><li>" * 150 + "Deep" + "</li></ul>" * 150,
        "<table><tr><td>" * 150 + "Deep" + "</td></tr></table>" * 150,
        "<dl><dd>" * 150 + "Deep" + "</dd></dl>" * 150,
        "<details>" * 300 + "Deep" + "</details>" * 300,
    ],
)
def test_unreasonable_nesting_keeps_the_words(body):
    formatted = format_body(body)

    assert plain_text(render(formatted.markdown).html) == "Deep"
    assert not formatted.losses


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        ("## Two\n\nThis is *it* and [a link](https://x.org/).", None),
        ("```\n<p>\n```", None),
        ("A[^1] [x](/y/) [z](/y/)\n\n[^1]: The note.", None),
        ("# not a heading [a](b) * c", "\\# not a heading \\[a\\](b) \\* c"),
        ("<p>HTML</p>\n## not", "HTML\n\n\\## not"),
    ],
)
def test_markdown_of_plugins_is_recognized(body, markdown):
    formatted = format_body(body)

    assert formatted.markdown == (markdown or body)
    assert not formatted.losses


def test_weak_signs_suffice_if_a_plugin_marked_the_post():
    formatted = format_body("Some *words*", surroundings=Surroundings(is_markdown=True))

    assert formatted.markdown == "Some *words*"


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["draft", "trash"])
def test_pattern_that_readers_never_saw_stays_out(import_items, status):
    report = import_items(
        item(1, content='Before.\n\n<!-- wp:block {"ref":81} /-->'),
        item(81, content="<p>Secret words.</p>", post_type="wp_block", status=status),
    )

    assert Post.objects.get().body == "Before."
    assert report.remarks["Parts of posts that aren’t in the export"] == [
        "“Post 1”: synced pattern 81"
    ]


@pytest.mark.django_db
def test_words_of_read_more_links_are_listed(import_items):
    report = import_items(
        item(
            1,
            content='Start.\n\n<!-- wp:more {"customText":"See how"} -->\n<!--more See how-->\n'
            "<!-- /wp:more -->\n\nEnd.",
        ),
        item(2, content="Start.<!--more-->End. <code>&lt;!--more not this--&gt;</code>"),
    )

    assert report.remarks["Words of “read more” links, which are the same for all posts here"] == [
        "“Post 1”: “See how”"
    ]


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        (
            "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
            "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
        ),
        ("Is <math><mi>x</mi><mo>=</mo><mn>2</mn></math>?", "Is `x = 2`?"),
        (
            "<math><semantics><mi>x</mi>"
            '<annotation encoding="application/x-tex">x_1</annotation></semantics></math>',
            "`x_1`",
        ),
        (
            'A <svg><g><path d="M0"/><path d="M1"></path><text>Icon</text></g></svg>',
            "A\n\nIcon",
        ),
        (
            '<map name="m"><area href="https://x.org/" alt="North"><area alt="None"></map>',
            "[North](https://x.org/)",
        ),
    ],
)
def test_elements_that_markdown_has_nothing_for_keep_their_words_and_links(body, markdown):
    formatted = format_body(body)

    assert formatted.markdown == markdown
    assert not formatted.losses


def test_fields_and_addresses_of_a_block_that_is_left_out_are_named():
    formatted = format_body(
        '<!-- wp:acf/person {"name":"acf/person","data":{"name":"Ana","_name":"field_1",'
        '"age":"40","link":{"title":"Apply","url":"https://x.org/apply"}},"mode":"preview"} /-->'
        '<!-- wp:rss {"feedURL":"https://x.org/feed/","columns":3} /-->'
    )

    assert formatted.dynamic_blocks == (
        "acf/person: Ana / Apply / https://x.org/apply",
        "rss: https://x.org/feed/",
    )

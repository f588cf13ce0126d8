"""A hostile megabyte is rejected; a smaller hostile text is rejected or renders quickly.

The guard counts steps: whatever it accepts takes a second or two on a slow machine. The tests
count steps too, because time depends on how busy the machine is.
"""

import random

import pytest

from content.markdown import absolute_links, plain_text, render, render_comment
from content.markdown.complexity import (
    MAXIMUM_CHARACTERS,
    MAXIMUM_STEPS,
    TAG,
    MarkdownTooComplex,
    check_html,
)
from content.markdown.parser import build_parser, parse, write_html
from content.markdown.rendering import UNEXPECTED, no_path
from content.markdown.sanitize import sanitize
from content.markdown.trees import UNPRINTABLE, parse_fragment

HOSTILE_PIECES = [
    ">", "> ", "> a\n", "- ", "1. ", "* a\n", "> - ", "[", "]", "[](", "[a](", "[a](<b", "[a][",
    "[a]: ", "![", "[[", "[[a|", "[[a]]", "^[", "^[a] ", "[^", "[^1]: ", "*", "_a", "*a_ ",
    "**a *b ", "a***b ", "~~a", "`", "`a", "``a` ", "```\n", "|", "a|b\n-|-\n", "|a", "# a\n",
    "a\n=\n", "---\n", "a\n", "<", "<a ", '<a href="', "<div>", "<div>\n\n", "<b>", "<p><b>",
    "<i><u>", "<table>", "<table><tr><td>", "<svg>", "<select><option>", "<!--", "<!-- a -- ",
    "<?", "<!A ", "<![CDATA[", "</p>", "<script>", "<iframe src=x>", "<img src=x>", "&", "&amp;",
    "&#", "\\", "\\[", "\0", "\t", "\n", " ", "![a](/b.png)\n\n", "<http://a.b/c> ",
    "https://youtu.be/dQw4w9WgXcQ\n\n", "<!--more-->",
]  # fmt: skip
HOSTILE_TEXTS = {
    "pairs of brackets": "[" * 200_000 + "]" * 200_000,
    "notes in notes": "^[" * 100_000 + "]" * 100_000,
    "quotes, then lazy lines": ">" * 90 + " a\n" + "b\n" * 200_000,
    "lists in lists": "".join("  " * depth + "- a\n" for depth in range(600)),
    "emphasis in emphasis": "*a **b " * 30_000 + "c** d*" * 30_000,
    "a wide table": "|a" * 80_000 + "\n" + "|-" * 80_000 + "\n" + "|b" * 80_000,
    "a table of empty cells": "|a" * 190 + "\n" + "|-" * 190 + "\n" + "|\n" * 200_000,
    "one long title, often used": '[a]: /b "' + "*c* " * 50_000 + '"\n\n' + "![a]\n\n" * 50_000,
    "one long address, often used": "[a]: /" + "b" * 200_000 + "\n\n" + "[a]\n" * 50_000,
    "many notes": "".join(f"[^{n}]\n\n[^{n}]: a\n\n" for n in range(20_000)),
    "unclosed references": "[^1]: a\n\n" + "[^" * 200_000,
    "attributes": "<div " + " ".join(f"a{n}" for n in range(60_000)) + ">",
    "formatting in paragraphs": "<div>\n" + "".join(f"<p><b title={n}>" for n in range(25_000)),
    "formatting before paragraphs": "<div>\n"
    + "".join(f"<font size={n}>" for n in range(90))
    + "<p>a</p>" * 50_000,
    "runs of backticks": "".join("`" * n + "a" for n in range(900)),
    "indentation": "\n".join(" " * n + "a" for n in range(900)),
}


@pytest.mark.parametrize("piece", HOSTILE_PIECES)
def test_megabyte_is_rejected_and_shown_as_typed(piece):
    text = (piece * 1_000_000)[:1_000_000]

    rendered = render(text)

    assert rendered.problem == (
        "The text has 1,000,000 characters, and at most 400,000 can be rendered."
    )
    assert rendered.html.startswith(f"<p><strong>{rendered.problem}</strong> It is shown")


@pytest.mark.parametrize("piece", HOSTILE_PIECES)
def test_repetition_stays_within_step_limit(piece):
    assert_bounded((piece * MAXIMUM_CHARACTERS)[:30_000])


@pytest.mark.parametrize("text", HOSTILE_TEXTS.values(), ids=HOSTILE_TEXTS.keys())
def test_hostile_text_stays_within_step_limit(text):
    assert_bounded(text[:MAXIMUM_CHARACTERS])


FOOTNOTES = {
    "notes": "".join(f"[^{n}] " for n in range(8_000))
    + "\n\n"
    + "".join(f"[^{n}]: a\n\n" for n in range(8_000)),
    "references to one note": "[^1]: a\n\n" + "[^1] " * 3_001,
    "notes that nothing refers to": "".join(f"[^{n}]: a\n\n" for n in range(3_001)),
    "notes in the text": "^[a] " * 3_001,
}


@pytest.mark.parametrize("text", FOOTNOTES.values(), ids=FOOTNOTES.keys())
def test_more_footnotes_than_any_report_has_are_rejected(text):
    assert render(text).problem == "The text has too many footnotes to be rendered."


def test_thousand_footnotes_are_rendered():
    references = "".join(f"A claim.[^{n}]\n\n" for n in range(1_000))

    rendered = render(references + "".join(f"[^{n}]: A source.\n\n" for n in range(1_000)))

    assert (rendered.problem, rendered.html.count("<li id=")) == ("", 1_000)


def assert_bounded(text: str) -> None:
    """Check that the text is rejected, or parsed within the step limit to HTML of limited size."""
    parser = build_parser()
    environment = {"wanted_path": no_path, "library_path": no_path}
    try:
        html = write_html(parser, parse(parser, text, environment), environment)
    except MarkdownTooComplex:
        return
    except RecursionError:
        return
    assert environment.get("steps", 0) <= MAXIMUM_STEPS
    assert len(html) < 10 * MAXIMUM_CHARACTERS


@pytest.mark.parametrize(
    ("html", "is_rejected"),
    [
        ("<div>" * 100 + "</div>" * 100, False),
        ("<div>" * 101, True),
        ("<div></b>" * 101, True),
        ("<p>" * 10_000, False),
        ("<li>a" * 10_000, False),
        ("<b>a</b>" * 10_000, False),
        ("<div>" * 90 + "<p>" * 20_000, True),
        ("<img src=a>" * 1_001, True),
        ("<h2>a</h2>" * 3_001, True),
    ],
)
def test_html_is_rejected_for_depth_not_length(html, is_rejected):
    assert bool(TAG.search(html))
    if is_rejected:
        with pytest.raises(MarkdownTooComplex):
            check_html(html)
    else:
        check_html(html)


def test_long_report_is_rendered():
    page = (
        "## A heading\n\nA paragraph of *ordinary* words with [a link](https://other.example/), "
        "a note[^1] and **more** of what reports have in them.\n\n- one\n- two\n\n"
        "| a | b |\n|---|---|\n| c | d |\n\n> Quoted.\n\n"
    )

    rendered = render(page * 1_200 + "[^1]: The note.")

    assert (rendered.problem, len(rendered.headings)) == ("", 1_200)


def test_too_complex_comment_is_shown_as_typed():
    assert render_comment("<div>" * 200) == "<pre>" + "&lt;div&gt;" * 200 + "</pre>"


def test_rejected_text_is_escaped():
    rendered = render("<script>\0" * 100_000)

    assert ("<script" in rendered.html, "\0" in rendered.html) == (False, False)


SEEDS = [
    "# a\n\nb *c* **d** `e` ~~f~~ [g](/h \"i\") ![j](/k \"*l*\") <m@n.example> <https://o.example>\n",
    "> a\n> - b\n>   1. c\n\n```d e\nf\n```\n\n    g\n\n---\n\nh\n===\n",
    "| a | b |\n|:-:|--:|\n| c | d |\n\n[^a]: e\n\nf[^a] ^[g [h]] [[i]] [[j|k]]\n\n<!--more-->\n",
    '<div class="a">\n<p id=b onclick="c">d<b>e<i>f</b></i>\n<img src="/g" title=h>\n\n</div>\n',
    "https://youtu.be/dQw4w9WgXcQ\n\n<iframe src=https://vimeo.com/1 />\n\n<figure><img src=/a>\n",
    "<table><tr><td><a name=b>c<svg><style><!--</style>-->\n\n<script>d</script><textarea>\n",
    "&amp; &#0; &#x110000; &nope; \\* \\[ \0 \x01 \x7f \u2028 \ufeff \ud800 \U0001f600 ﷽ İ ß\n",
]  # fmt: skip
HOSTILE_FRAGMENTS = [
    *HOSTILE_PIECES,
    "\ud800",
    "\x0b",
    "\ufffe",
    "\u202e",
    "a" * 5_000,
    "://[",
    "%00",
]


def random_text(rng: random.Random) -> str:
    """Return a text that no one would write."""
    kind = rng.randrange(3)
    if kind == 0:
        return rng.randbytes(rng.randrange(400)).decode("utf-8", "surrogateescape")
    if kind == 1:
        return "".join(rng.choices(HOSTILE_FRAGMENTS, k=rng.randrange(40)))
    text = list("".join(rng.sample(SEEDS, k=rng.randint(1, 3))))
    for _ in range(rng.randint(1, 12)):
        start = rng.randrange(len(text) + 1)
        text[start : start + rng.randrange(6)] = rng.choice(HOSTILE_FRAGMENTS)
    return "".join(text)


@pytest.mark.parametrize("seed", range(8))
def test_random_text_never_raises_and_html_is_clean(seed):
    rng = random.Random(seed)
    for _ in range(100):
        text = random_text(rng)

        rendered = render(text)
        comment = render_comment(text)

        for html in (rendered.html, rendered.excerpt_html, rendered.first_paragraph_html):
            assert rendered.problem or sanitize(html).strip() == html, text
            assert not UNPRINTABLE.search(html), text
            assert plain_text(absolute_links(html, "https://site.example/a/")) == plain_text(html)
        assert not UNPRINTABLE.search(comment), text
        assert_unique_ids(rendered.html)
        assert rendered.problem != UNEXPECTED, text


def assert_unique_ids(html: str) -> None:
    ids = [element.get("id") for element in parse_fragment(html).iter() if element.get("id")]
    assert len(ids) == len(set(ids)), html

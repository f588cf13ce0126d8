import random
import re

import pytest

from content.markdown import plain_text, render
from imports.mediawiki.losses import find_losses, list_words
from imports.mediawiki.markdown import LOST, TOO_MUCH_MARKUP, Converted, convert
from imports.mediawiki.titles import WikiSite
from tests.support.hostile_texts import WIKITEXTS
from tests.support.mediawiki_cases import CASES, PROBLEMS

SITE = WikiSite("The old wiki", "https://wiki.example.org/wiki/Main_Page", {14: "Kategorie"})
# The rendered text of some of the cases.
SHOWN = {
    "characters of Markdown": (
        "2 * 3 * 4, _x_, `a`, a_b, # no 1. x 2) y + z > q --- | --- ~~no~~ \\* [x](y) ![i](j) "
        "<b [^1] &amp; C:\\dir"
    ),
    "nowiki": "[[x]] '''y''' {{z}}",
    "references to characters": "& <b> © — &nosuch; &",
    "table": "Hours School Hours The A 1 200 B 3 4",
    "table in a table": "a b",
    "footnotes": "A b c.",
    "definitions": "Term What it is Other Also",
    "mixed lists": "a b c more of a x y",
    "template with many parameters": "name: A town: B list: x y Text",
    "unclosed": "[[a and {{b and [http://x.org c and d",
    "line that would underline": "a --- b === c",
}


def convert_page(wikitext: str) -> Converted:
    return convert(wikitext, title="Page", site=SITE)


@pytest.mark.parametrize("name", CASES)
def test_wikitext_becomes_markdown(name):
    wikitext, markdown = CASES[name]

    converted = convert_page(wikitext)

    assert (converted.markdown, converted.problems) == (markdown, PROBLEMS.get(name, []))


@pytest.mark.parametrize("name", CASES)
def test_markdown_renders_and_converts_again_unchanged(name):
    converted = convert_page(CASES[name][0])

    rendered = render(converted.markdown)

    assert rendered.problem == ""
    assert convert_page(CASES[name][0]) == converted


@pytest.mark.parametrize("name", SHOWN)
def test_rendered_text_matches_original(name):
    converted = convert_page(CASES[name][0])

    assert plain_text(render(converted.markdown).html) == SHOWN[name]


def test_categories_become_unique_tags_in_any_language():
    converted = convert_page(
        "A [[Category:grading|*]]b\n[[Kategorie:Seat_time]]\n[[category:Grading]]"
    )

    assert converted == Converted("A b", ["Grading", "Seat time"], [])


def test_category_does_not_split_paragraph():
    assert convert_page("One\n[[Category:X]]\ntwo").markdown == "One\ntwo"


def test_too_deeply_nested_markup_is_kept_unconverted():
    converted = convert_page("<small>" * 10 + "{{nowrap|" * 3 + "x" + "}}" * 3 + "</small>" * 10)

    assert converted == Converted(
        "<small>" * 10 + "{{nowrap|x}}" + "</small>" * 10,
        [],
        ["Markup nested more than 12 levels deep was kept as typed."],
    )


@pytest.mark.parametrize(
    ("wikitext", "markdown", "problems"),
    [
        (
            "a {{quote|b|by=c|d=e}} f",
            "a\n\n> b\n>\n> — c\n\nf",
            ["Template parameters that were removed: d = e of {{quote}}."],
        ),
        ("{|\n! x\n|-\n| a b | c\n|}", "| x |\n| --- |\n| a b \\| c |", []),
        ("A\n<references>b</references>", "A\nb", []),
        ("A<ref>b<br>c</ref>", "A[^1]\n\n[^1]: b<br>c", []),
        (
            "{{nowrap|{{ {{x}}y|a}} b}}",
            "{{ y|a}} b",
            [
                "A template or link whose name contains markup was kept as typed.",
                "Templates without parameters were removed, with what the wiki showed in their "
                "place: {{X}}.",
            ],
        ),
    ],
)
def test_hidden_text_is_kept_or_reported(wikitext, markdown, problems):
    assert convert_page(wikitext) == Converted(markdown, [], problems)


def test_links_use_titles_anywhere_in_text():
    converted = convert_page(
        "== [[A]] ==\n* [[B|b]]\n; [[C]] : [[D|d]]\n\n{|\n! [[E|e]]\n|-\n| x\n|}\n"
        "{|\n| colspan=2 | [[F|f]]\n|}\n: ''[[G]]''\n\nx<ref>[[H|h]]</ref>"
    )

    assert render(converted.markdown).wiki_titles == set("ABCDEFGH")


def test_text_removed_by_sanitizer_is_reported():
    site = WikiSite(base="https://wiki.example.org/w/index.php?title=Main_Page")

    converted = convert("[[" + "a" * 201 + "]] [javascript:alert(1) x]", site=site)

    assert converted == Converted(
        "a" * 201 + " \\[javascript:alert(1) x\\]",
        [],
        [f"Links to invalid titles became plain text: {'a' * 100}."],
    )


def test_html_in_wikitext_is_escaped():
    converted = convert_page(
        "<script>alert(1)</script> <nowiki><script>alert(2)</script></nowiki> "
        "&lt;script> <img src=x onerror=alert(3)> <span onclick='x'>a</span>"
    )

    assert list_words(render(converted.markdown).html) == [
        "<script>alert(1)</script>",
        "<script>alert(2)</script>",
        "<script>",
        "<img",
        "src=x",
        "onerror=alert(3)>",
        "a",
    ]


# Random pages: every piece has unique words.

PIECES = [
    "{0} '''{1}''' ''{2}''",
    "[[{0}]] [[Title|{1}]] {2}",
    "[http://x.org {0} {1}] ({2})",
    "<u>{0}</u> <b>{1} ''{2}''</b>",
    "{0}<ref>{1}</ref> {2}",
    "<nowiki>{0} ''{1}''</nowiki> {2}",
    "{0} * {1} _ {2}",
    "{{{{Kept|{0}|{1}|x={2}}}}}",
    "{0}<br>{1} <!-- hidden --> {2}",
]
LINES = [
    "{}",
    "* {}",
    "** {}",
    "# {}",
    "#: {}",
    ": {}",
    "; {}",
    "== {} ==",
    "\n{}",
    "<blockquote>{}</blockquote>",
    "<div>\n{}\n</div>",
    "{{|\n! {}\n|-\n| x\n|}}",
    "{{|\n|\n* {}\n|}}",
    "{{|\n| colspan=2 | {}\n|}}",
    "[[File:x.png|thumb|{}]]",
    "1. {}",
    "----\n{}",
]


@pytest.mark.parametrize("seed", range(15))
def test_random_page_keeps_all_words(seed):
    source = random.Random(seed)
    count = 0
    lines = []
    words = []
    for _ in range(25):
        own = [f"w{count + offset}x" for offset in range(3)]
        count += 3
        words += own
        lines.append(source.choice(LINES).format(source.choice(PIECES).format(*own)))

    converted = convert_page("\n".join(lines))

    shown = re.findall(r"w\d+x", " ".join(list_words(render(converted.markdown).html)))
    assert sorted(shown) == sorted(words)
    assert [problem for problem in converted.problems if problem.startswith(LOST)] == []


@pytest.mark.parametrize("name", WIKITEXTS)
def test_hostile_text_is_converted(name):
    converted = convert_page(WIKITEXTS[name])

    assert render(converted.markdown).problem == ""


def test_page_with_too_much_markup_is_kept_unconverted():
    wikitext = "a ``` b\n" + "[[x]]" * 30_000

    converted = convert_page(wikitext)

    assert converted == Converted(f"````\n{wikitext}\n````", [], [f"{TOO_MUCH_MARKUP}."])


def test_parser_failure_keeps_text(monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise RecursionError

    monkeypatch.setattr("mwparserfromhell.parse", fail)

    converted = convert_page("''Words''")

    assert converted == Converted(
        "```\n''Words''\n```",
        [],
        ["The page couldn’t be converted, so it was kept as typed."],
    )
    assert caplog.messages == ["Converting “Page” failed"]


def test_losses_list_missing_words_and_links():
    losses = find_losses(
        '<p>One <a href="http://x.org/">two</a> three</p>', "<p>One <b>two</b> four</p>"
    )

    assert losses == ["three", "http://x.org"]

"""What programs put on the clipboard becomes Markdown, from one file for each program."""

from pathlib import Path

import pytest

from content.views.editor import SIGNED_OUT
from imports.exceptions import UnreadableFile
from imports.pasted_texts import LONGEST, TOO_LONG
from imports.pasting.addresses import clean_address
from imports.pasting.conversion import Pasted, convert_pasted
from tests.support.signing_in import sign_in

CLIPBOARD = Path(__file__).with_name("clipboard")
PROGRAMS = sorted(path.stem for path in CLIPBOARD.glob("*.html"))
# How many pictures each clipboard refers to that are somewhere else.
ELSEWHERE = {"google_docs": 1, "word_desktop": 1, "word_web": 1, "outlook": 1, "web_page": 2}


def test_address_on_the_clipboard_is_text():
    assert convert_pasted("https://").markdown == "https://"


@pytest.mark.parametrize("program", PROGRAMS)
def test_clipboard_of_program_becomes_markdown(program):
    pasted = convert_pasted((CLIPBOARD / f"{program}.html").read_text())

    expected = (CLIPBOARD / f"{program}.md").read_text().rstrip("\n")
    assert pasted.markdown == expected
    assert pasted.pictures_left_out == ELSEWHERE.get(program, 0)
    assert pasted.is_block


ADDRESSES = {
    "https://www.google.com/url?q=https://example.org/a%3Fb%3D1&sa=D": "https://example.org/a?b=1",
    "https://google.com/url?sa=t&url=https%3A%2F%2Fexample.org%2F": "https://example.org/",
    "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2F&data=1": (
        "https://example.org/"
    ),
    "https://urldefense.com/v3/__https://example.org/a?b=1__;!!abc!def$": "https://example.org/a?b=1",
    "https://urldefense.com/v3/__https:/example.org/a__;!!abc$": "https://example.org/a",
    "https://urldefense.proofpoint.com/v2/url?u=https-3A__example.org_a&d=x": (
        "https://example.org/a"
    ),
    # One within another.
    "https://lm.facebook.com/l.php?u=https%3A%2F%2Fgoogle.com%2Furl%3Fq%3Dhttps%3A%2F%2Fa.org%2F": (
        "https://a.org/"
    ),
    "https://example.org/?utm_source=a&page=2&UTM_Medium=b#part": "https://example.org/?page=2#part",
    "https://example.org/?fbclid=x": "https://example.org/",
    # Nothing to clean: what is odd stays as it is.
    "https://example.org/?q=a%20b&&x": "https://example.org/?q=a%20b&&x",
    "https://www.google.com/search?q=https://example.org/": (
        "https://www.google.com/search?q=https://example.org/"
    ),
    "https://www.google.com/url?q=javascript:alert(1)": (
        "https://www.google.com/url?q=javascript:alert(1)"
    ),
    "https://notgoogle.com/url?q=https://example.org/": (
        "https://notgoogle.com/url?q=https://example.org/"
    ),
    "https://[broken": "https://[broken",
    "mailto:wren@example.org?subject=utm_source": "mailto:wren@example.org?subject=utm_source",
    "https://site.example/blog/a/?utm_source=b#part": "/blog/a/#part",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_address_is_cleaned_of_redirects_and_tracking(address, settings):
    settings.SITE_URL = "https://site.example"

    assert clean_address(address) == ADDRESSES[address]


SNIPPETS = {
    "words": ("<meta charset='utf-8'><span style='color:red'>two words</span>", "two words"),
    "bold words": ("<b>two</b> words", "**two** words"),
    "markup in words": ("<span>a * b [c] &lt;d&gt;</span>", r"a \* b \[c\] \<d>"),
    "nothing": ("<meta charset='utf-8'><p>&nbsp;</p>", ""),
    "cell": ("<table><tr><td>6</td></tr></table>", "6"),
    "script": ("<p>a<script>b</script><style>c{}</style></p>", "a"),
    "link without a page": ('<p><a href="part.html">A part</a></p>', "A part"),
    "link to a place left behind": ('<p><a href="#_Toc1">A part</a></p>', "A part"),
    "link to a file": ('<p><a href="file:///C:/a.docx">A file</a></p>', "A file"),
    "link that runs a script": ('<a href="javascript:alert(1)">A link</a>', "A link"),
    "bold that is taken back": ('<b style="font-weight:normal">a <b>b</b></b>', "a **b**"),
    "corrections": ("<b>a</b><b>b</b> <b>c</b>", "**ab c**"),
}


@pytest.mark.parametrize("name", SNIPPETS)
def test_words_are_pasted_into_the_line(name):
    html, markdown = SNIPPETS[name]

    assert convert_pasted(html) == Pasted(markdown, pictures_left_out=0, is_block=False)


def test_table_that_arranges_a_page_leaves_its_content():
    html = "<table><tr><td><p>a</p><table><tr><th>b</th><td>c</td></tr></table></td></tr></table>"

    assert convert_pasted(html).markdown == "a\n\n| b | c |\n| --- | --- |"


def test_list_in_a_cell_stays_in_the_table():
    rows = "<tr><td>a</td><td>b</td></tr><tr><td><ul><li>c</li></ul></td><td>d</td></tr>"

    assert convert_pasted(f"<table>{rows}</table>").markdown == (
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td><ul><li>c</li></ul></td>"
        "<td>d</td></tr></tbody></table>"
    )


def test_notes_continue_the_numbers_of_the_text():
    html = (
        '<p>a<sup><a href="#fn1" id="r1">1</a></sup> b<a href="#fn2" id="r2">[2]</a></p>'
        '<ol><li id="fn1">c <a href="#r1">↩</a></li>'
        '<li id="fn2"><p>d <a href="#r2">↩</a></p></li></ol>'
    )

    assert convert_pasted(html, first_note=4).markdown == "a[^4] b[^5]\n\n[^4]: c\n\n[^5]: d"


@pytest.mark.parametrize("html", ["<i>" * 200, "<p>a</p>" * 40_100])
def test_html_that_would_take_too_long_is_refused(html):
    with pytest.raises(UnreadableFile):
        convert_pasted(html)


def post(client, **fields):
    response = client.post("/admin/paste/", fields)
    return response.status_code, response.json()


@pytest.mark.django_db
def test_editor_gets_markdown_for_what_is_pasted(client):
    sign_in(client, "Writers")

    answer = post(client, html="<p>a</p><p><b>b</b><img src='https://example.org/a.png'></p>")

    assert answer == (
        200,
        {"markdown": "a\n\n**b**", "pictures_left_out": 1, "is_block": True},
    )


@pytest.mark.django_db
def test_editor_gets_clean_address(client):
    sign_in(client, "Writers")

    answer = post(client, address=" https://example.org/?utm_source=a ")

    assert answer == (200, {"address": "https://example.org/"})


@pytest.mark.django_db
@pytest.mark.parametrize("html", ["a" * (LONGEST + 1), "<i>" * 200])
def test_editor_is_told_to_paste_in_parts(client, html):
    sign_in(client, "Writers")

    assert post(client, html=html) == (400, {"error": TOO_LONG})


@pytest.mark.django_db
def test_visitor_who_pastes_is_told_to_sign_in(client):
    assert post(client, html="<b>a</b>") == (403, {"error": SIGNED_OUT})

import pytest
from lxml.html import fromstring

from content.markdown import Heading, ImageFacts, Rendered, render

LOON = ImageFacts(
    url="/media/loon.jpg",
    width=1600,
    height=900,
    alt="A loon on a lake",
    decorative=False,
    credit="Ana Ruiz",
    license="CC BY 4.0",
    sources=(("image/avif", "/media/loon-640.avif 640w, /media/loon-1280.avif 1280w"),),
)
BORDER = ImageFacts(
    url="/media/border.png",
    width=600,
    height=20,
    alt="",
    decorative=True,
    credit="",
    license="",
    sources=(),
)
PICTURE = (
    '<picture><source type="image/avif"'
    ' srcset="/media/loon-640.avif 640w, /media/loon-1280.avif 1280w"'
    ' sizes="(min-width: 48rem) 45rem, 100vw">'
    '<img src="/media/loon.jpg" alt="{alt}" width="1600" height="900"'
    ' loading="lazy" decoding="async"></picture>'
)
CREDIT = '<span class="credit">Ana Ruiz · CC BY 4.0</span>'


def find_images(addresses):
    known = {image.url: image for image in (LOON, BORDER)}
    return {address: known[address] for address in addresses if address in known}


def html_of(text: str) -> str:
    return render(text, find_images=find_images).html


def test_render_returns_html_headings_and_links():
    text = (
        "# Why *it* matters\n\nSchools change.[^1] <!--more-->\n\nSee [[Mastery]].\n\n"
        "![Loon](/media/loon.jpg)\n\n[^1]: Slowly.\n"
    )

    rendered = render(
        text, find_images=find_images, find_pages=lambda titles: {"Mastery": "/wiki/mastery/"}
    )

    assert rendered == Rendered(
        html=(
            '<h2 id="section-why-it-matters">Why <em>it</em> matters '
            '<a class="permalink" href="#section-why-it-matters"'
            ' aria-label="Link to the section “Why it matters”">#</a></h2>\n'
            '<p>Schools change.<sup class="footnote-ref" id="note-ref-1">'
            '<a href="#note-1" aria-label="Note 1">1</a></sup></p>\n'
            '<p>See <a class="wiki-link" href="/wiki/mastery/">Mastery</a>.</p>\n'
            f"<figure>{PICTURE.format(alt='Loon')}<figcaption>{CREDIT}</figcaption></figure>\n"
            '<section class="footnotes" role="doc-endnotes" aria-label="Notes">\n<ol>\n'
            '<li id="note-1"><p>Slowly. <a class="footnote-back" href="#note-ref-1"'
            ' aria-label="Back to the text at note 1">\u21a9\ufe0e</a></p>\n</li>\n'
            "</ol>\n</section>"
        ),
        excerpt_html=("<p><strong>Why <em>it</em> matters</strong></p>\n<p>Schools change.</p>"),
        has_more=True,
        first_paragraph_html="<p>Schools change.</p>",
        headings=(Heading(level=2, id="section-why-it-matters", text="Why it matters"),),
        word_count=14,
        image_urls=frozenset({"/media/loon.jpg"}),
        wiki_titles=frozenset({"Mastery"}),
        link_addresses=frozenset(),
        problem="",
    )


def test_render_of_empty_text_is_empty():
    assert render(" \n") == Rendered(
        "", "", False, "", (), 0, frozenset(), frozenset(), frozenset(), ""
    )


def test_block_image_is_figure_with_title_as_caption():
    assert html_of('![Loon](/media/loon.jpg "A *rare* [guest](/birds/)")') == (
        f"<figure>{PICTURE.format(alt='Loon')}"
        f'<figcaption>A <em>rare</em> <a href="/birds/">guest</a> · {CREDIT}</figcaption>\n'
        "</figure>"
    )


def test_inline_image_stays_inline():
    assert html_of("See ![](/media/loon.jpg) there.") == (
        f"<p>See {PICTURE.format(alt='A loon on a lake')} there.</p>"
    )


def test_image_without_alt_text_uses_stored_description():
    assert html_of("x ![](/media/border.png)") == (
        '<p>x <picture><img src="/media/border.png" alt="" width="600" height="20"'
        ' loading="lazy" decoding="async"></picture></p>'
    )


def test_html_image_renders_like_markdown_image():
    assert html_of('<p><img src="/media/loon.jpg" width="3" onload="x" class="wp"></p>') == (
        f"<figure>{PICTURE.format(alt='A loon on a lake')}"
        f"<figcaption>{CREDIT}</figcaption></figure>"
    )


def test_html_figure_keeps_caption():
    text = "<figure>\n\n![Loon](/media/loon.jpg)\n\n<figcaption>On a lake.</figcaption>\n</figure>"

    assert html_of(text) == (
        f"<figure>\n{PICTURE.format(alt='Loon')}\n"
        f"<figcaption>On a lake. {CREDIT}</figcaption>\n</figure>"
    )


def test_linked_image_stays_linked():
    assert html_of("[![Loon](/media/loon.jpg)](/birds/)") == (
        f'<figure><a href="/birds/">{PICTURE.format(alt="Loon")}</a>'
        f"<figcaption>{CREDIT}</figcaption></figure>"
    )


def test_external_image_becomes_labeled_link():
    assert html_of("![A chart](https://other.example/a.png)") == (
        '<figure><a class="external-image" href="https://other.example/a.png" rel="noopener">'
        "Image on other.example: A chart</a></figure>"
    )


def test_external_image_in_link_keeps_both_addresses():
    assert html_of("[![A chart](https://other.example/a.png)](/chart/)") == (
        '<figure><a href="/chart/"><span class="missing-image">Image: A chart</span></a>'
        ' <a class="external-image" href="https://other.example/a.png" rel="noopener">'
        "Original image</a></figure>"
    )


def test_missing_local_image_becomes_link():
    assert html_of("x ![A chart](/media/gone.png)") == (
        '<p>x <a class="external-image" href="/media/gone.png">Image: A chart</a></p>'
    )


def test_image_details_are_escaped():
    facts = ImageFacts("/a.jpg", 1, 1, '"><script>', False, "<b>me</b>", "", ())

    rendered = render("![](/a.jpg)", find_images=lambda addresses: {"/a.jpg": facts})

    assert rendered.html == (
        '<figure><picture><img src="/a.jpg" alt="&quot;&gt;&lt;script&gt;" width="1" height="1"'
        ' loading="lazy" decoding="async"></picture>'
        '<figcaption><span class="credit">&lt;b&gt;me&lt;/b&gt;</span></figcaption></figure>'
    )


def test_images_are_looked_up_once():
    lookups = []

    render(
        "![](/a.png) ![](/b.png) ![](/a.png)\n\n<img src=/c.png>",
        find_images=lambda addresses: lookups.append(addresses) or {},
    )

    assert lookups == [frozenset({"/a.png", "/b.png", "/c.png"})]


def test_wiki_links_resolve_to_existing_pages():
    rendered = render(
        "[[Mastery]], [[ Mastery |in short]], [[No <b> page|gone]], `[[Mastery]]`",
        find_pages=lambda titles: {"Mastery": "/wiki/mastery/"},
        wanted_path=lambda title: f"/wanted/{len(title)}/",
    )

    assert (rendered.html, rendered.wiki_titles) == (
        '<p><a class="wiki-link" href="/wiki/mastery/">Mastery</a>, '
        '<a class="wiki-link" href="/wiki/mastery/">in short</a>, '
        '<a class="missing-link" href="/wanted/11/" '
        'title="No page yet: No &lt;b&gt; page" rel="nofollow">gone</a>, '
        "<code>[[Mastery]]</code></p>",
        frozenset({"Mastery", "No <b> page"}),
    )


def test_wiki_link_before_parenthesis_is_ordinary_link():
    assert html_of("[[Mastery]](/y/)") == '<p><a href="/y/">[Mastery]</a></p>'


def test_wiki_link_inside_link_wins():
    assert html_of("[see [[Mastery]] there](/x/)") == (
        '<p>[see <a class="missing-link" '
        'title="No page yet: Mastery" rel="nofollow">Mastery</a>'
        " there](/x/)</p>"
    )


def test_footnotes_link_to_note_and_back_to_each_reference():
    assert html_of("One[^a] and two[^a].\n\n[^a]: Note.") == (
        '<p>One<sup class="footnote-ref" id="note-ref-1">'
        '<a href="#note-1" aria-label="Note 1">1</a></sup>'
        ' and two<sup class="footnote-ref" id="note-ref-1-2">'
        '<a href="#note-1" aria-label="Note 1">1</a></sup>.</p>\n'
        '<section class="footnotes" role="doc-endnotes" aria-label="Notes">\n<ol>\n'
        '<li id="note-1"><p>Note.'
        ' <a class="footnote-back" href="#note-ref-1"'
        ' aria-label="Back to the text at note 1">\u21a9\ufe0e</a>'
        ' <a class="footnote-back" href="#note-ref-1-2"'
        ' aria-label="Back to the text at note 1, reference 2">\u21a9\ufe0e</a></p>\n</li>\n'
        "</ol>\n</section>"
    )


def test_external_links_have_rel_noopener():
    assert html_of("[a](https://other.example/) [b](/c/) [d](mailto:e@f.example)") == (
        '<p><a href="https://other.example/" rel="noopener">a</a> <a href="/c/">b</a>'
        ' <a href="mailto:e@f.example">d</a></p>'
    )


def test_code_block_keeps_language_and_scrolls():
    assert html_of("```python extra\nx < 1\n```") == (
        '<pre tabindex="0"><code class="language-python">x &lt; 1\n</code></pre>'
    )


def test_table_headers_say_what_they_head():
    source = (
        "<table><tr><th></th><th>May</th></tr><tr><th>Ada</th><td>1</td></tr>"
        '<tr><th scope="rowgroup">Bo</th><td>2</td></tr></table>'
    )

    headers = fromstring(html_of(source)).iter("th")

    assert [(cell.text, cell.get("scope")) for cell in headers] == [
        ("May", "col"),
        ("Ada", "row"),
        ("Bo", "rowgroup"),
    ]


def test_tables_scroll_and_are_aligned_by_class():
    assert html_of("| a |\n|--:|\n| 1 |") == (
        '<div class="table-scroll" role="group" aria-label="Table" tabindex="0"><table>\n'
        '<thead>\n<tr>\n<th class="align-right" scope="col">a</th>\n</tr>\n</thead>\n'
        '<tbody>\n<tr>\n<td class="align-right">1</td>\n</tr>\n</tbody>\n</table></div>'
    )


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("[[T|the words]] | x", ["the words", "x"]),
        ("[[T|a]] and [[U|b]] | [[V|c]]", ["a and b", "c"]),
        (r"[[T\|the words]] | x", ["the words", "x"]),
        ("[[T]] | x", ["T", "x"]),
        (r"a \| b | `c \| d`", ["a | b", "c | d"]),
        # Outside a link, a | separates cells as in any table.
        ("[[T|w | x", ["[[T", "w"]),
        (r"\[[T|w]] | x", ["[[T", "w]]"]),
        ("`[[T|w]]` | x", ["`[[T", "w]]`"]),
        ("[[T|w]](/x) | x", ["[[T", "w]](/x)"]),
        ("[[ |w]] | x", ["[[", "w]]"]),
        # Backticks that open in one cell and close in another don't mark code.
        ("` [[T|w]] | `", ["` w", "`"]),
        (r"\` [[T|w]] ` | x", ["` w `", "x"]),
    ],
)
def test_wiki_link_with_label_fits_in_table_cell(row, cells):
    tree = fromstring(html_of(f"| a | b |\n|---|---|\n| {row} |\n"))

    assert [cell.text_content() for cell in tree.iter("td")] == cells


def test_wiki_link_with_label_fits_in_heading_cell():
    tree = fromstring(html_of("[[T|the words]] | x\n---|---\n"))

    assert [cell.text_content() for cell in tree.iter("th")] == ["the words", "x"]


def test_html_in_old_posts_is_kept():
    text = (
        '<blockquote cite="/x"><p>q <cite>c</cite></p></blockquote>\n'
        '<dl><dt>t</dt><dd>d <abbr title="x">a</abbr></dd></dl>\n'
        "<p>H<sub>2</sub>O <del>a</del> <ins>b</ins> x<sup>2</sup></p>\n"
        '<ol start="3"><li>three</li></ol>'
    )

    assert html_of(text) == text


def test_html_not_on_allowlist_is_removed():
    text = (
        '<div style="color:red" class="alignleft permalink" onclick="x()" data-x="1">'
        '<font color="red">words</font><form action="/x"><input name="a">more</form></div>'
    )

    assert html_of(text) == '<div class="permalink">wordsmore</div>'


def test_html_mistakes_hide_no_text():
    text = '<script src="x.js" />\n\nOne\n\n</p>\n<!-- never closed\n\nTwo <div class="open\n'

    assert html_of(text).split() == [
        "One", "<p></p>", "&lt;!--", "never", "closed", "Two", "&lt;div", 'class="open',
    ]  # fmt: skip


def test_nested_links_in_select_are_fixed():
    assert html_of("<div><a name=a><select><a href=/b/>b</a></select></a></div>") == (
        '<div><a id="section-a"></a><a href="/b/">b</a></div>'
    )

"""Converting stored bodies to the HTML that WordPress shows, and to Markdown."""

import pytest

from content.markdown import plain_text, render, render_comment
from imports.wordpress.formatting import format_body
from imports.wordpress.paragraphs import build_paragraphs
from imports.wordpress.shortcodes import AttachedImage, expand_shortcodes


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        pytest.param("One\n\nTwo", "<p>One</p>\n<p>Two</p>\n", id="blank line"),
        pytest.param("One\r\nTwo", "<p>One<br>\nTwo</p>\n", id="single newline"),
        pytest.param("<p>One</p>Two", "<p>One</p>\n<p>Two</p>\n", id="paragraphs and bare text"),
        pytest.param("One<br/><br />Two", "<p>One</p>\n<p>Two</p>\n", id="two breaks"),
        pytest.param("One<br>\nTwo", "<p>One<br>\nTwo</p>\n", id="break before a newline"),
        pytest.param(
            "<em>One\n\nTwo</em> three",
            "<p><em>One</em></p>\n<p><em>Two</em> three</p>\n",
            id="emphasis across two paragraphs",
        ),
        pytest.param(
            "<ul>\n<li>One</li>\n<li>Two\n\nThree</li>\n</ul>\nFour",
            "<ul><li>One</li>\n<li><p>Two</p>\n<p>Three</p>\n</li>\n</ul>\n<p>Four</p>\n",
            id="list",
        ),
        pytest.param("<pre>\n  a\n\n  b\n</pre>", "<pre>\n  a\n\n  b\n</pre>\n", id="preformatted"),
        pytest.param(
            "<code>\na\n\nb\n</code>", "<pre><code>\na\n\nb\n</code></pre>\n", id="multiline code"
        ),
        pytest.param(
            '<a href="/x/"><h2>Title</h2></a>',
            '<h2><a href="/x/">Title</a></h2>\n',
            id="link around a block",
        ),
        pytest.param("a <b 3 <me@x.org> b", "<p>a &lt;b 3 &lt;me@x.org&gt; b</p>\n", id="not tags"),
        pytest.param("<script>x()</script>One", "<p>One</p>\n", id="script"),
        pytest.param("One <!--more-->", "<p>One</p>\n<!--more-->\n", id="more at the end"),
        pytest.param("One <!--more--> two", "<p>One <!--more--> two</p>\n", id="more inside"),
        pytest.param("<!--nextpage-->\nOne<!-- note -->", "<p>One</p>\n", id="other comments"),
        pytest.param(
            "<!-- wp:paragraph -->\n<p>One\ntwo</p>\n<!-- /wp:paragraph -->",
            "<p>One two</p>\n",
            id="block editor",
        ),
        pytest.param("&nbsp;\n\nOne", "<p>One</p>\n", id="empty paragraph"),
        pytest.param("One  \t two", "<p>One two</p>\n", id="multiple spaces"),
        pytest.param(
            "<td>One<tr><td>Two</table>",
            "<td>One</td>\n<tr><td>Two</td>\n</tr>\n",
            id="unclosed tags",
        ),
        pytest.param(
            '<img src="/i?a=1&section=2">',
            '<p><img src="/i?a=1&amp;section=2"></p>\n',
            id="ampersand in an address",
        ),
    ],
)
def test_stored_body_becomes_html_that_wordpress_shows(stored, shown):
    assert build_paragraphs(stored) == shown


@pytest.mark.parametrize(
    ("stored", "expanded"),
    [
        (
            '[caption id="a" width="9" caption="A &quot;cap&quot;"]<img src="i.jpg" />[/caption]',
            '<figure><img src="i.jpg" /><figcaption>A "cap"</figcaption></figure>',
        ),
        (
            '[caption width="9"]<a href="/x/"><img src="i.jpg" alt="1 > 0" /></a>'
            " Ann\nTeacher[/caption]",
            '<figure><a href="/x/"><img src="i.jpg" alt="1 > 0" /></a>'
            "<figcaption>Ann<br>Teacher</figcaption></figure>",
        ),
        ("[embed width=9]https://x.org/?a=1&b=2[/embed]", "https://x.org/?a=1&amp;b=2"),
        ("[youtube=http://youtu.be/abc]", "http://youtu.be/abc"),
        ("[youtube abcdefghijk]", "https://www.youtube.com/watch?v=abcdefghijk"),
        ("[vimeo id='123']", "https://vimeo.com/123"),
        ('[audio src="https://x.org/a.mp3"][/audio]', "https://x.org/a.mp3"),
        ('[[caption id="1"]]', '[caption id="1"]'),
        ("<pre>[embed]x[/embed]</pre>", "<pre>[embed]x[/embed]</pre>"),
        ("She said [sic] in [1] and [...]", "She said [sic] in [1] and [...]"),
    ],
)
def test_wordpress_shortcode_becomes_html(stored, expanded):
    result = expand_shortcodes(stored)

    assert (result.text.strip(), result.unknown) == (expanded, [])


def test_plugin_shortcode_stays_text_and_is_reported():
    stored = '[contact-form to="x"]Write[/contact-form] [slides id=3] [toc]'

    result = expand_shortcodes(stored)

    assert (result.text, result.unknown) == (stored, ["contact-form", "slides"])


def test_gallery_becomes_figures():
    asked = []

    def find_images(attributes):
        asked.append(attributes)
        return {
            "1": [AttachedImage("https://x.org/a.jpg", "A class", "Ann & Bo")],
            "2": [AttachedImage("/b.jpg")],
        }.get(attributes["ids"], [])

    result = expand_shortcodes('[gallery ids="1,2,3"]', find_images=find_images)

    assert asked == [{"ids": "1"}, {"ids": "2"}, {"ids": "3"}]
    assert result.missing == ["picture 3 of a gallery"]
    assert result.text.split("\n\n") == [
        "",
        '<figure><img src="https://x.org/a.jpg" alt="A class">'
        "<figcaption>Ann &amp; Bo</figcaption></figure>",
        "",
        '<figure><img src="/b.jpg" alt=""></figure>',
        "",
    ]


@pytest.mark.parametrize(
    ("stored", "markdown"),
    [
        pytest.param("One\ntwo\n\nThree", "One\\\ntwo\n\nThree", id="paragraphs"),
        pytest.param("<h2>A title #</h2>One", "## A title \\#\n\nOne", id="heading"),
        pytest.param(
            "<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ul>",
            "- a\n  1. b\n  2. c\n- d",
            id="nested list",
        ),
        pytest.param('<ol start="8"><li>a</li></ol>', "8. a", id="list with a start number"),
        pytest.param("<blockquote>a\n\nb</blockquote>", "> a\n>\n> b", id="quotation"),
        pytest.param("<b>a</b>, <i>b</i>, <strike>c</strike>", "**a**, *b*, ~~c~~", id="emphasis"),
        pytest.param("<em>“a”</em>b", "<em>“a”</em>b", id="emphasis that needs HTML"),
        pytest.param("<b>a </b><i>b</i><b> c</b>", "**a** *b* **c**", id="spaces at the edges"),
        pytest.param("<b>a<br></b>b", "**a**\\\nb", id="line break at an edge"),
        pytest.param("a<b> </b>b", "a b", id="empty emphasis"),
        pytest.param('<a href="/x y(1)/">a</a>', "[a](</x%20y(1)/>)", id="odd address"),
        pytest.param('<a href="/?a=1&amp;lt;=2">a</a>', "[a](/?a=1&amp;lt;=2)", id="reference"),
        pytest.param(
            '<a href="https://x.org/">https://x.org/</a>', "<https://x.org/>", id="bare address"
        ),
        pytest.param('<a href="irc://x.org/a">a</a>', "a (irc://x.org/a)", id="address not kept"),
        pytest.param('<a href="javascript:x()">a</a>', "a", id="script in an address"),
        pytest.param('a<a href="/x/" title="T"></a>. b', "a. [T](/x/) b", id="link without text"),
        pytest.param("<tt>a*b</tt> <code>`</code>", "`a*b` `` ` ``", id="code"),
        pytest.param(
            '<pre class="brush: python">a = `b`\n\n# c</pre>',
            "```python\na = `b`\n\n# c\n```",
            id="code block",
        ),
        pytest.param(
            '<pre>a <a href="/x/">b</a>\n\nc</pre>',
            '<pre>a <a href="/x/">b</a>&#10;\nc</pre>',
            id="code with a link",
        ),
        pytest.param(
            "<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "| a | b\\|c |\n| --- | --- |\n| 1 | 2 |",
            id="table",
        ),
        pytest.param(
            '<table style="x"><tr><td colspan="2" align="top">a</td></tr></table>',
            '<table><tr><td colspan="2">a</td>\n</tr>\n</table>',
            id="table that Markdown can't express",
        ),
        pytest.param(
            '<acronym title="Et cetera">etc</acronym> H<sub>2</sub>O',
            '<abbr title="Et cetera">etc</abbr> H<sub>2</sub>O',
            id="inline tags that are kept",
        ),
        pytest.param(
            '<a href="#note">1</a>\n\n<p id="note">n</p><p id="other">o</p>',
            '[1](#note)\n\n<a id="note"></a>n\n\no',
            id="anchor on the page",
        ),
        pytest.param(
            '[caption width="9"]<img src="https://x.org/i.jpg" alt="A class" />'
            'Ann "A" <em>Lee</em>[/caption]',
            '![A class](https://x.org/i.jpg "Ann \\"A\\" *Lee*")',
            id="caption",
        ),
        pytest.param(
            '<img class="alignleft" src="/i.jpg" alt="A [b]" title="i">Words',
            "![A \\[b\\]](/i.jpg)\n\nWords",
            id="floated image",
        ),
        pytest.param(
            'so <img src="/i.png" width="16" alt="smiling">there',
            "so ![smiling](/i.png) there",
            id="small inline image",
        ),
        pytest.param(
            "https://youtu.be/abcdefghijk", "<https://youtu.be/abcdefghijk>", id="video address"
        ),
        pytest.param(
            '<iframe src="https://www.youtube.com/embed/abcdefghijk" width="9"></iframe>',
            "<https://www.youtube.com/embed/abcdefghijk>",
            id="video frame",
        ),
        pytest.param(
            '<object data="/a.swf"><param name="movie" value="/a.swf"></object>',
            "[Media: a.swf](/a.swf)",
            id="object",
        ),
        pytest.param("One <!--more-->\n\nTwo", "One\n\n<!--more-->\n\nTwo", id="more"),
        pytest.param("“Curly” — it’s", "“Curly” — it’s", id="typography"),
        pytest.param(
            "<dl><dt>a</dt><dd>b</dd></dl>",
            "<dl><dt>a</dt>\n<dd>b</dd>\n</dl>",
            id="definition list",
        ),
        pytest.param(
            "<ol><li>a</li></ol><ol><li>b</li></ol><ol><li>c</li></ol>",
            "1. a\n\n1) b\n\n1. c",
            id="numbered lists that start again",
        ),
        pytest.param(
            '<ol reversed start="2"><li>b</li><li>a</li></ol>',
            '<ol reversed="" start="2"><li>b</li><li>a</li></ol>',
            id="countdown",
        ),
        pytest.param(
            '<ul><li>x<ol style="list-style-type:lower-alpha"><li>a</li></ol></li></ul>',
            '<ul><li>x<ol type="a"><li>a</li></ol>\n</li></ul>',
            id="lettered list",
        ),
        pytest.param(
            '<iframe src="https://docs.google.com/forms/d/e/1/viewform">Loading…</iframe>',
            '<iframe src="https://docs.google.com/forms/d/e/1/viewform"></iframe>',
            id="what only browsers without frames show",
        ),
        pytest.param(
            '<object><param name="movie" value="http://www.youtube.com/v/abc123DEF45&hl=en"></param>'
            '<embed src="http://www.youtube.com/v/abc123DEF45&hl=en"></embed></object>',
            "<http://www.youtube.com/v/abc123DEF45&hl=en>",
            id="YouTube's Flash player",
        ),
        pytest.param(
            '<p><meta name="Generator" content="Word"><link rel="File-List" href="file:///C:/x.xml">'
            "<marquee>Words</marquee></p>",
            "Words",
            id="elements that Word and old browsers have",
        ),
        pytest.param(
            "<h3><button>Why?"
            '<span class="wp-block-accordion-heading__toggle-icon">+</span></button></h3>',
            "### Why?",
            id="sign beside an accordion's heading",
        ),
        pytest.param(
            '<a href="/a"><img src="/a.jpg"></a><a href="/b"><h3>Card</h3>Text</a>',
            "[![](/a.jpg)](/a)\n\n### [Card](/b)\n\n[Text](/b)",
            id="link around blocks after a picture",
        ),
        pytest.param(
            'Ask <a href="/cdn-cgi/l/email-protection" data-cfemail="543931142c7a3b2633">[email '
            'protected]</a> or <a href="/cdn-cgi/l/email-protection#543931142c7a3b2633">us</a>.',
            "Ask me@x.org or [us](mailto:me@x.org).",
            id="email addresses that Cloudflare hid",
        ),
        pytest.param(
            "A [highlight]key point[/highlight].\n\n[highlight lang=php]$a;[/highlight]",
            "A <mark>key point</mark>.\n\n```php\n$a;\n```",
            id="highlighted words, and highlighted code",
        ),
        pytest.param(
            "[embedyt] https://www.youtube.com/watch?v=dQw4w9WgXcQ[/embedyt]",
            "<https://www.youtube.com/watch?v=dQw4w9WgXcQ>",
            id="video of a plug-in",
        ),
    ],
)
def test_body_becomes_markdown_without_loss(stored, markdown):
    formatted = format_body(stored)

    assert (formatted.markdown, formatted.kept_html) == (markdown, 0)
    assert not formatted.losses


@pytest.mark.parametrize(
    "words",
    [
        "1. not a list",
        "2014) not a list",
        "- not a list",
        "+ not a list",
        "* not a list",
        "# not a heading",
        "> not a quotation",
        "--- not a rule",
        "***",
        "===",
        "~~~ not code ~~~",
        "2 * 3 * 4 and _name_ and __main__ and a_b_c",
        "`a` and ``b`` and one ` more",
        "[a](b) and [a]: b and ![c] and [^1] and [[d]]",
        "<b> & &amp; &copy; and <http://x.org>",
        r"C:\new\*file \[x\] \ and \\",
        "| a | b |",
        ":--- | ---:",
        "a ~ b ~~ c ~~ d",
        "#hashtag +1 -1 >1 1.5 3.14)",
        "Title\n=====",
        "Title\n---",
        "a\n1. b\n- c\n# d\n> e",
    ],
)
def test_markdown_characters_in_text_are_escaped(words):
    stored = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    formatted = format_body(stored)

    html = render(formatted.markdown).html
    assert plain_text(html) == " ".join(words.split())
    assert {part.split("<")[-1] for part in html.split(">")[:-1]} <= {"p", "/p", "br"}


def test_block_that_markdown_would_damage_stays_html(monkeypatch):
    monkeypatch.setattr(
        "imports.wordpress.formatting.write_markdown",
        lambda soup: soup.get_text().strip().replace("second", ""),
    )

    formatted = format_body('The first\n\nThe second <a href="/x/">link</a>')

    assert formatted.markdown == 'The first\n\n<p>The second <a href="/x/">link</a></p>'
    assert formatted.kept_html == 1
    assert not formatted.losses


def test_lost_words_and_links_are_reported(monkeypatch):
    monkeypatch.setattr("imports.wordpress.formatting.render", lambda markdown: render("Nothing"))

    formatted = format_body('Some <a href="/x/">words</a> <img src="/i.jpg" alt="A class">')

    assert formatted.losses.words == ("Some", "words", "A class")
    assert formatted.losses.links == ("/i.jpg", "/x/")


def test_image_addresses_are_mapped():
    stored = (
        '<a href="/old/a.jpg"><img src="/old/a-300x200.jpg" alt="A class"></a>'
        '\n\n<a href="/about/"><img src="/old/b.jpg" alt=""></a>'
    )

    formatted = format_body(
        stored, map_address=lambda address, alt: address.replace("/old/", "/media/")
    )

    assert formatted.markdown == (
        "[![A class](/media/a-300x200.jpg)](/media/a.jpg)\n\n[![](/media/b.jpg)](/about/)"
    )
    assert formatted.images == (("/media/a-300x200.jpg", "A class"), ("/media/b.jpg", ""))


def test_addresses_in_comment_become_links():
    formatted = format_body(
        "See https://x.org/a, or\n<code>https://x.org/b</code>",
        link_addresses=True,
        render_html=render_comment,
    )

    assert formatted.markdown == "See <https://x.org/a>, or\\\n`https://x.org/b`"
    assert not formatted.losses


def test_scripts_and_styles_are_removed_and_reported():
    formatted = format_body("<style>p {}</style>One<script>x()</script>")

    assert (formatted.markdown, formatted.removed) == ("One", ("style", "script"))

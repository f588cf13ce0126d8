"""Importing a folder of saved HTML pages."""

import re
from base64 import b64encode
from datetime import UTC, datetime
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from content.editing.saving import save_entry
from content.models import Document, Entry, Image, Redirect
from imports.html_pages.importer import LEFT_OUT, import_folder
from tests.factories import UserFactory
from tests.support.import_reports import counts, row_counts
from tests.support.pdfs import pdf
from tests.support.pictures import picture
from wiki.models import Article

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A function that writes files into a folder, and returns the folder."""

    def write(files: dict[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / "site" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "site"

    return write


def web_page(body: str, *, title: str = "Seat time - The wiki", head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


def bodies() -> dict[str, str]:
    return dict(Entry.objects.values_list("title", "body"))


LATIN = '<meta charset="iso-8859-1">'
HOSTS = {
    "browser": "<header>The wiki</header><nav><a href='x.html'>X</a></nav><main><h1>T</h1>{}</main>"
    "<footer>2018</footer>",
    "article": "<div class='sidebar'>Menu</div><article><h1>T</h1>{}</article>",
    "pbworks": "<div id='header'>PBworks</div><div id='wikipage-inner'>{}</div><div>Comments</div>",
    "wikispaces": "<div class='WikiCustomNav'>Nav</div><div id='content_view'>{}</div>",
    "google sites": "<div id='sites-chrome-sidebar'>S</div><table><tr><td>"
    "<div id='sites-canvas-main-content'>{}</div></td></tr></table>",
    "mediawiki": "<div id='content'><h1>T</h1><div id='siteSub'>From The wiki</div>"
    "<div id='mw-content-text'>{}</div><div id='catlinks'>Categories</div></div>",
    "plain": "<div id='navbar'>Nav</div><h1>T</h1>{}<div class='footer'>2018</div>",
    "role": "<div role='navigation'>Nav</div><div role='main'>{}</div>",
}


@pytest.mark.parametrize("host", HOSTS)
def test_only_the_text_is_imported(folder, host):
    text = "<h2>Hours</h2><p>One <b>two</b>.</p><ul><li>a<li>b</ul>"

    import_folder(folder({"t.html": web_page(HOSTS[host].format(text), title="T")}))

    assert bodies() == {"T": "## Hours\n\nOne **two**.\n\n- a\n- b"}


def test_what_is_left_out_is_reported(folder):
    root = folder(
        {"t.html": web_page("<nav>a b</nav><div id='main'><div class='toc'>c</div><p>x</p>")}
    )

    report = import_folder(root)

    assert report.remarks["Left out around the text"] == ["t.html: <div> “toc” (1 words)"]


def test_selector_chooses_the_text(folder):
    root = folder(
        {
            "a.html": web_page("<main>x</main><div class='t'>one</div><div class='t'>two</div>"),
            "b.html": web_page("<main>x</main>", title="B"),
        }
    )

    report = import_folder(root, selector=".t")

    assert list(bodies().values()) == ["one\n\ntwo"]
    assert report.failures == [
        (
            "b.html",
            "Nothing on the page matches “.t”. Give a selector that does, or import this page "
            "without it.",
        )
    ]
    assert report.unaccounted() == {}


def test_invalid_selector_is_reported(folder):
    report = import_folder(folder({"a.html": web_page("x")}), selector="..")

    assert report.failures == [("a.html", "“..” isn’t a CSS selector. Correct it.")]


def test_tables_lists_code_and_quotations_are_kept(folder):
    html = (
        "<table><tr><th>A<th>B<tr><td>1<td>2</table>"
        "<table><tr><td colspan=2>x<tr><td>y<td>z</table>"
        "<ol><li>one<ol><li>two</ol></ol><pre>code  x</pre><blockquote><p>q</p></blockquote>"
        "<p>a<sub>1</sub> <em>e</em> <code>c</code></p>"
    )

    report = import_folder(folder({"t.html": web_page(f"<main>{html}</main>", title="T")}))

    assert bodies() == {
        "T": "| A | B |\n| --- | --- |\n| 1 | 2 |\n\n"
        '<table><tr><td colspan="2">x</td></tr><tr><td>y</td><td>z</td></tr></table>\n\n'
        "1. one\n   1. two\n\n```\ncode  x\n```\n\n> q\n\na<sub>1</sub> *e* `c`"
    }
    assert report.remarks == {}


def test_links_and_files_lead_here(folder):
    root = folder(
        {
            "www.site.org/wiki/a.html": web_page(
                '<main><p><a href="b.html#x">b</a> <a href="/wiki/b.html">c</a> '
                '<a href="http://www.site.org/wiki/b.html">d</a> <a href="http://x.org/">e</a> '
                '<a href="../files/r.pdf">r</a> <a href="gone.html">g</a></p>'
                '<p><img src="../files/p%20q.png" alt="A picture"></p></main>',
                title="A",
                head='<link rel="canonical" href="http://www.site.org/wiki/a.html">',
            ),
            "www.site.org/wiki/b.html": web_page("<main>B</main>", title="B"),
            "www.site.org/files/r.pdf": pdf("Words"),
            "www.site.org/files/p q.png": picture().read(),
        }
    )

    report = import_folder(root)

    assert bodies()["A"] == (
        "[b](/wiki/b/#section-x) [c](/wiki/b/) [d](/wiki/b/) [e](http://x.org/) "
        f"[r]({Document.objects.get().file.url}) [g](gone.html)\n\n"
        f"![A picture]({Image.objects.get().url})"
    )
    assert Redirect.objects.get().old_path == "/wiki/a.html"
    assert dict(report.remarks) == {
        "Links to pages or files that aren’t in the folder": ["www.site.org/wiki/a.html: gone.html"]
    }
    assert report.unaccounted() == {}


@pytest.mark.parametrize(
    ("html", "title"),
    [
        (web_page("<main><h1>Own</h1>x</main>", title="Own - The wiki"), "Own"),
        (web_page("<h1>Own</h1><main>x</main>"), "Own"),
        (web_page("<main>x</main>", title="Own"), "Own"),
        (web_page("<main><h1>1</h1><h1>2</h1></main>", title="Own | The wiki"), "Own"),
        (web_page("<main>x</main>", title=""), "Seat time"),
    ],
)
def test_title_is_the_pages_own(folder, html, title):
    others = {f"{n}.html": web_page("<main>x</main>", title=f"{n} | The wiki") for n in range(5)}
    others |= {f"{n}9.html": web_page("<main>x</main>", title=f"{n}9 - The wiki") for n in range(5)}

    import_folder(folder({"seat-time.html": html, **others}))

    assert Article.objects.filter(title=title).count() == 1
    assert not Article.objects.filter(title__contains="The wiki").exists()


@pytest.mark.parametrize(
    "data",
    [
        web_page("<main>Café “x”</main>", title="T").encode(),
        web_page("<main>Café “x”</main>", title="T", head='<meta charset="iso-8859-1">').encode(
            "cp1252"
        ),
        web_page("<main>Café “x”</main>", title="T", head='<meta charset="iso-8859-1">').encode(),
        web_page("<main>Café “x”</main>", title="T").encode("utf-16"),
        web_page("<main>Café “x”</main>", title="T").encode("cp1252"),
        web_page(
            "<main>Café “x”</main>",
            title="T",
            head='<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">',
        ).encode("cp1252"),
    ],
)
def test_encoding_is_recognized(folder, data):
    import_folder(folder({"t.html": data}))

    assert bodies() == {"T": "Café “x”"}


def test_dates_author_and_description_are_taken_over(folder):
    head = (
        '<meta property="article:published_time" content="2018-03-04T10:00:00Z">'
        '<meta property="article:modified_time" content="2019-03-04T10:00:00Z">'
        '<meta name="author" content="Ann Lee"><meta name="description" content="About hours.">'
    )

    import_folder(folder({"t.html": web_page("<main>x</main>", title="T", head=head)}))

    article = Article.objects.get()
    assert (article.published_at, article.modified_at, article.summary, article.byline) == (
        datetime(2018, 3, 4, 10, tzinfo=UTC),
        datetime(2019, 3, 4, 10, tzinfo=UTC),
        "About hours.",
        "Ann Lee",
    )


def test_second_import_changes_nothing_and_dry_run_foresees_it(folder, settings):
    root = folder(
        {
            "a.html": web_page(
                "<main><a href='b/index.html'>b</a><img src='p.png'></main>", title="A"
            ),
            "b/index.html": web_page("<main>B</main>", title="B"),
            "b/c.html": web_page("<main>C</main>", title="C"),
            "p.png": picture().read(),
        }
    )
    empty = row_counts()
    foreseen = import_folder(root, old_folder="/w/", is_dry_run=True)
    assert row_counts() == empty
    done = import_folder(root, old_folder="/w/")
    assert (counts(foreseen), foreseen.remarks) == (counts(done), done.remarks)
    assert Article.objects.get(title="C").parent.title == "B"
    before = row_counts(), list(Entry.objects.order_by("pk").values())

    report = import_folder(root, old_folder="/w/")

    assert (row_counts(), list(Entry.objects.order_by("pk").values())) == before
    assert counts(report) == {
        "Pages": {"unchanged": 3},
        "Files": {"unchanged": 1},
        "Redirects": {"unchanged": 7},
    }


def test_edits_here_are_kept(folder):
    root = folder({"a.html": web_page("<main>Old</main>", title="A")})
    import_folder(root)
    article = Article.objects.get()
    article.body = "Better."
    save_entry(entry=article, by=UserFactory())

    report = import_folder(folder({"a.html": web_page("<main>New</main>", title="A")}))

    assert bodies() == {"A": "Better."}
    assert counts(report) == {"Pages": {"changed here": 1}}


def test_each_page_is_accounted_for(folder, tmp_path):
    (tmp_path / "secret.html").write_text(web_page("Secret"))
    root = folder(
        {
            "good.html": web_page("<main>x</main>", title="Good"),
            "Good_files/frame.html": "<p>frame",
            "Good_files/a.css": "a{}",
            "empty.html": web_page("<nav>x</nav>"),
            "none.html": "",
            "binary.html": b"\x00\x01\x02",
            "deep.html": "<div>" * 10_000 + "x",
            "rows.html": "<br>" * 50_000,
            "huge.html": b"<p>words " * 6_000_000,
        }
    )
    (root / "out.html").symlink_to(tmp_path / "secret.html")

    report = import_folder(root)

    assert bodies() == {"Good": "x"}
    assert [item for item, _ in report.failures] == [
        "binary.html",
        "deep.html",
        "huge.html",
        "rows.html",
    ]
    assert report.not_imported == {
        "parts of saved pages, such as frames": 1,
        "pages without text": 2,
        "symbolic links out of the folder, or to nothing": 1,
        "files that no page shows or links to": 1,
    }
    assert report.unaccounted() == {}


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script><p onclick='x'>x <a href='javascript:alert(1)'>y</a></p>",
        "<a href='x'>" * 3_000,
        "<b><i>" * 70 + "x",
        "<p>" + "x<br>" * 2_000,
        "<table>" * 60 + "x",
        "<!--" * 10_000 + "x",
        "<ul><li>" * 60 + "x",
        "<p title='" + "a" * 500_000 + "'>x",
        "&amp;" * 50_000,
        "<img src='data:image/png;base64," + "A" * 500_000 + "' alt='Alt'>",
        "<svg><script>alert(1)</script></svg><p>x</p><iframe src='https://x.org/'></iframe>",
    ],
)
def test_hostile_page_is_imported_or_reported(folder, html):
    report = import_folder(folder({"a.html": web_page(f"<main>{html}</main>", title="A")}))

    assert report.unaccounted() == {}
    for article in Article.objects.all():
        assert "alert(" not in article.body_html


def test_element_with_few_of_the_words_is_not_taken_for_the_text(folder):
    path = folder({"a.html": web_page(
        f"<article class='teaser'>Teaser words</article><div><p>{'Real words. ' * 30}</p></div>"
    )})  # fmt: skip

    report = import_folder(path)

    (body,) = bodies().values()
    assert body.count("Real words.") == 30
    assert LEFT_OUT not in report.remarks


def test_words_outside_the_text_are_counted(folder):
    path = folder({"a.html": web_page(
        f"<main>{'Real words. ' * 30}</main><div>Three more words</div><noscript>Old</noscript>"
    )})  # fmt: skip

    report = import_folder(path)

    assert report.remarks[LEFT_OUT] == ["a.html: outside <main> (4 words)"]


def test_links_to_places_land_on_this_page_and_on_others(folder):
    cells = "<table><tr><td colspan='2'><p>One</p><ul><li id='cell'>x</li></ul></td></tr></table>"
    import_folder(
        folder(
            {
                "a.html": web_page("<main><p><a href='b.html#x'>x</a> <a href='#y'>y</a></p>"
                "<p id='y'>Y</p></main>", title="A"),
                "b.html": web_page(
                    "<main><h2 id='x'>What it is</h2><p id='unused'>Words <a name='z'></a></p><p>"
                    f"<a href='a.html#y'>y</a> <a href='#z'>z</a> <a href='#cell'>c</a></p>{cells}"
                    "</main>",
                    title="B",
                ),
            }
        )
    )  # fmt: skip

    html = dict(Entry.objects.values_list("title", "body_html"))
    ids = {title: set(re.findall(r'id="([^"]+)"', text)) for title, text in html.items()}
    links = {
        title: re.findall(r'href="([^"#]*)#(section-[^"]+)">\w<', text)
        for title, text in html.items()
    }
    assert links == {
        "A": [("/wiki/b/", "section-x"), ("", "section-y")],
        "B": [("/wiki/a/", "section-y"), ("", "section-z"), ("", "section-cell")],
    }
    assert ids["A"] == {"section-y"}
    assert ids["B"] == {"section-what-it-is", "section-x", "section-z", "section-cell"}


def test_picture_within_the_page_is_stored(folder):
    data = f"data:image/png;base64,{b64encode(picture().read()).decode()}"
    root = folder(
        {
            "a.html": web_page(
                f"<main><p>Words <img src='{data}' alt='A dot'></p>"
                "<p><img src='data:image/png;base64,AAAA' alt='Broken'></p></main>",
                title="A",
            )
        }
    )

    report = import_folder(root)

    image = Image.objects.get()
    assert (image.alt, bodies()) == ("A dot", {"A": f"Words\n\n![A dot]({image.url})\n\nBroken"})
    assert (counts(report)["Files"], report.unaccounted()) == ({"failed": 1, "new": 1}, {})
    assert "What editors should look at" not in report.remarks


def test_hidden_words_are_not_published_and_listed(folder):
    report = import_folder(
        folder(
            {
                "a.html": web_page(
                    "<h1 hidden>Not the title</h1><main><p>Seen.</p><p hidden>A secret.</p>"
                    "<div style='DISPLAY : none'><p>Spam <b>links</b></p></div>"
                    "<p style='color: red'>Red.</p></main>",
                    title="A",
                )
            }
        )
    )

    assert bodies() == {"A": "Seen.\n\nRed."}
    assert report.remarks[LEFT_OUT] == [
        "a.html: hidden <h1> “Not the title”, hidden <p> “A secret.”, hidden <div> “Spam links”"
    ]


def test_page_saved_as_one_file_is_imported(folder):
    message = MIMEMultipart("related")
    message["Snapshot-Content-Location"] = "https://www.site.org/wiki/seat.html"
    page = MIMEText(
        "<title>Seat</title><main><p>Caf\xe9 <a href='b.mhtml#x'>b</a></p>"
        "<p><img src='img/dot.png' alt='A dot'></p></main>",
        "html",
        "iso-8859-1",
    )
    page["Content-Location"] = "https://www.site.org/wiki/seat.html"
    image = MIMEImage(picture().read(), "png")
    image["Content-Location"] = "https://www.site.org/wiki/img/dot.png"
    message.attach(page)
    message.attach(image)

    report = import_folder(
        folder(
            {
                "a.mhtml": message.as_bytes(),
                "b.mhtml": b"Content-Type: text/html\n\n<title>B</title><p id=x>Words",
                "c.mht": b"Content-Type: text/plain\n\nWords",
            }
        )
    )

    stored = Image.objects.get()
    assert bodies() == {
        "Seat": f"Café [b](/wiki/b/#section-x)\n\n![A dot]({stored.url})",
        "B": '<a id="x"></a>Words',
    }
    assert Redirect.objects.get().old_path == "/wiki/seat.html"
    assert report.failures == [
        (
            "c.mht",
            "It has no web page in it. Open it in a browser, and save it there as “web page, "
            "complete.”",
        )
    ]

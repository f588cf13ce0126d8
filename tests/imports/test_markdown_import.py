"""Importing a folder of Markdown files, as Obsidian, Jekyll, and GitHub’s wikis write them."""

import os
import re
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest

from blog.models import Post
from content.editing.saving import save_entry
from content.models import Document, Entry, Image, Page, Redirect
from imports.markdown_files.importer import import_folder
from tests.factories import ArticleFactory, UserFactory
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
            path = tmp_path / "wiki" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "wiki"

    return write


@pytest.fixture
def body_of(folder):
    """A function that imports a page among others, and returns its text here."""

    def run(text: str) -> str:
        root = folder(
            {
                "text.md": f"---\ntitle: Text\n---\n{text}",
                "Seat-Time.md": "# Seat time\n\nHours.",
                "guide/grading.md": "---\ntitle: Grading\nslug: grade\n---\nWords.",
                "guide/img/pic one.png": picture().read(),
                "report.pdf": pdf("Words"),
            }
        )
        import_folder(root)
        body = Article.objects.get(title="Text").body
        for model in (Image, Document):
            for number, row in enumerate(model.objects.order_by("pk"), start=1):
                body = body.replace(row.file.url, f"{{{model.__name__.lower()}{number}}}")
        return body

    return run


def bodies() -> dict[str, str]:
    return dict(Entry.objects.values_list("title", "body"))


LINKS = {
    "[a](Seat-Time.md)": "[a](/wiki/seat-time/)",
    '[a](./guide/grading.md#what-it-is "T")': '[a](/wiki/grade/#section-what-it-is "T")',
    "[a](guide/grading)": "[a](/wiki/grade/)",
    "[a](/guide/grading.html)": "[a](/wiki/grade/)",
    "[a](<Seat-Time.md>)": "[a](/wiki/seat-time/)",
    "[a](https://x.org/Seat-Time.md)": "[a](https://x.org/Seat-Time.md)",
    "[a](//x.org/Seat-Time.md)": "[a](//x.org/Seat-Time.md)",
    "[a](#here)": "[a](#here)",
    "[a](../../../etc/passwd)": "[a](../../../etc/passwd)",
    "[a]\n\n[a]: Seat-Time.md 'T'": "[a]\n\n[a]: /wiki/seat-time/ 'T'",
    '<a href="Seat-Time.md">a</a>': '<a href="/wiki/seat-time/">a</a>',
    "[[Seat-Time]]": "[[Seat time]]",
    "[[seat time|hours]]": "[[Seat time|hours]]",
    "[[hours|Seat Time]]": "[[Seat time|hours]]",
    "[[guide/grading#What it is|x]]": "[[Grading#What it is|x]]",
    "[[guide:grading]]": "[[Grading|guide:grading]]",
    "[[#Section]]": "[[#Section]]",
    "[[Nowhere|x]]": "[[Nowhere|x]]",
    "a `[[Seat-Time]] [x](Seat-Time.md)` b": "a `[[Seat-Time]] [x](Seat-Time.md)` b",
    "```\n[[Seat-Time]]\n```": "```\n[[Seat-Time]]\n```",
    "\\[[Seat-Time]]": "\\[[Seat-Time]]",
    "![A picture](guide/img/pic%20one.png)": "![A picture]({image1})",
    "![A](<guide/img/pic one.png> 'Caption')": "![A]({image1} 'Caption')",
    "![[pic one.png|300]]": "![]({image1})",
    "![[pic one.png|A picture]]": "![A picture]({image1})",
    "[[report.pdf]] [r](report.pdf)": "[report.pdf]({document1}) [r]({document1})",
    "![[Seat-Time]]": "[[Seat time]]",
    '{% link guide/grading.md %} {{< ref "guide/grading.md" >}}': "/wiki/grade/ /wiki/grade/",
    "[a]({{ site.baseurl }}/guide/grading)": "[a](/wiki/grade/)",
}


@pytest.mark.parametrize("text", LINKS)
def test_link_leads_to_what_was_imported(body_of, text):
    assert body_of(text) == LINKS[text]


def test_front_matter_becomes_fields(folder):
    root = folder(
        {
            "a.md": "---\ntitle: Seat time\nslug: hours\ndate: 2018-03-04 10:00:00 -0500\n"
            'modified: 2019-01-02\ntags: [mastery, "k-12"]\ncategories: Policy\n'
            "author:\n- name: Ann Lee\n- Bo Ek\nsummary: About hours.\nlayout: post\n"
            "aliases: [Carnegie unit, /old/seat/]\npermalink: /seat.html\n---\n"
            "\n# Seat time\n\nText\n"
        }
    )

    report = import_folder(root, old_folder="/docs/")

    article = Article.objects.get()
    assert (article.title, article.slug, article.summary, article.body, article.status) == (
        "Seat time", "hours", "About hours.", "Text", "published"
    )  # fmt: skip
    assert article.published_at == datetime(2018, 3, 4, 15, tzinfo=UTC)
    assert article.modified_at == datetime(2019, 1, 2, 5, tzinfo=UTC)
    assert sorted(tag.name for tag in article.tags.all()) == ["k-12", "mastery"]
    assert [topic.name for topic in article.topics.all()] == ["Policy"]
    assert [person.name for person in article.authors] == ["Ann Lee", "Bo Ek"]
    assert [former.key for former in article.former_titles.all()] == ["CARNEGIE UNIT"]
    assert sorted(Redirect.objects.values_list("old_path", flat=True)) == [
        "/docs/a", "/docs/a.md", "/old/seat/", "/seat.html"
    ]  # fmt: skip
    assert dict(report.remarks) == {
        "Front matter that has no place here, and in how many files it is": ["layout: 1"]
    }


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2018-03-04", datetime(2018, 3, 4, 5, tzinfo=UTC)),
        ("2018-3-4", datetime(2018, 3, 4, 5, tzinfo=UTC)),
        ("2018-03-04T10:00:00Z", datetime(2018, 3, 4, 10, tzinfo=UTC)),
        ("2018/03/04", datetime(2018, 3, 4, 5, tzinfo=UTC)),
        ("03/04/2018", datetime(2018, 3, 4, 5, tzinfo=UTC)),
        ("March 4, 2018", datetime(2018, 3, 4, 5, tzinfo=UTC)),
        ("Sun, 04 Mar 2018 10:00:00 +0000", datetime(2018, 3, 4, 10, tzinfo=UTC)),
    ],
)
def test_date_is_understood(folder, date, moment):
    import_folder(folder({"a.md": f"---\ndate: {date}\n---\nText"}))

    assert Article.objects.get().published_at == moment


def test_unreadable_date_is_reported(folder):
    import_folder(folder({"a.md": "---\ndate: last spring\n---\nText"}))

    assert Article.objects.get().attention == (
        "Its date isn’t a date: “last spring”. Set the date here."
    )


def test_kind_and_draft_are_taken_from_front_matter(folder):
    root = folder(
        {
            "about.md": "---\nkind: page\n---\nWe.",
            "2019-05-06-news.md": "---\nkind: post\ndraft: true\n---\nNews.",
            "x.md": "---\nkind: sonnet\npublished: false\n---\nText.",
            "_drafts/y.md": "Text.",
        }
    )

    import_folder(root)

    found = Entry.objects.order_by("title").values_list("kind", "title", "slug", "status")
    assert list(found) == [
        ("page", "About", "about", "published"),
        ("post", "News", "news", "draft"),
        ("article", "X", "x", "draft"),
        ("article", "Y", "y", "draft"),
    ]
    assert Post.objects.get().published_at is None
    assert Page.objects.get().show_in_footer is False
    assert "can’t be imported from a file" in Article.objects.get(title="X").attention


def test_subfolders_are_parents(folder):
    root = folder(
        {
            "index.md": "# Home\n\nText",
            "guide/README.md": "# The guide\n\nText",
            "guide/a.md": "A",
            "guide/deep/er/b.md": "B",
            "c.md": "---\nparent: A\n---\nC",
            "loop1.md": "---\nparent: loop2\n---\nText",
            "loop2.md": "---\nparent: loop1\n---\nText",
        }
    )

    report = import_folder(root)

    parents = Article.objects.order_by("title").values_list("title", "parent__title")
    assert dict(parents) == {
        "A": "The guide",
        "B": "Er",
        "C": "A",
        "Deep": "The guide",
        "Er": "Deep",
        "Home": None,
        "Loop1": None,
        "Loop2": "Loop1",
        "The guide": None,
    }
    assert Article.objects.get(title="Deep").body == "- [[Er]]"
    assert report.unaccounted() == {}


def test_dry_run_foresees_everything_and_writes_nothing(folder, settings):
    root = folder(
        {
            "a.md": "---\ntags: [x]\ncategories: [y]\naliases: [z]\n---\n"
            "![](p.png) [r](r.pdf) [[q]]",
            "p.png": picture().read(),
            "r.pdf": pdf("Words"),
            "bad.png": b"no picture",
            "b.md": "![](bad.png)",
        }
    )
    before = row_counts()

    foreseen = import_folder(root, is_dry_run=True)

    assert row_counts() == before
    assert list(Path(settings.MEDIA_ROOT).rglob("*.p*")) == []
    done = import_folder(root)
    assert (counts(foreseen), foreseen.failures) == (counts(done), done.failures)
    assert foreseen.remarks == done.remarks


def test_second_import_changes_nothing(folder):
    root = folder(
        {
            "a.md": "---\ntags: [x]\nauthor: Ann\n---\n![](p.png) [[b]]",
            "guide/b.md": "[a](../a.md)",
            "p.png": picture().read(),
        }
    )
    import_folder(root, old_folder="/w/")
    before = row_counts(), list(Entry.objects.order_by("pk").values())

    report = import_folder(root, old_folder="/w/")

    assert (row_counts(), list(Entry.objects.order_by("pk").values())) == before
    assert counts(report) == {
        "Pages": {"unchanged": 3},
        "Files": {"unchanged": 1},
        "Redirects": {"unchanged": 5},
    }


def test_edits_here_are_kept_and_conflicts_reported(folder):
    root = folder({"a.md": "Old.", "b.md": "Old.", "c.md": "Old."})
    import_folder(root)
    article = Article.objects.get(title="A")
    article.body = "Better."
    save_entry(entry=article, by=UserFactory())
    Article.objects.get(title="C").delete()

    report = import_folder(folder({"a.md": "New.", "b.md": "New."}))

    assert bodies() == {"A": "Better.", "B": "New."}
    assert counts(report) == {"Pages": {"changed here": 1, "updated": 1, "deleted here": 1}}


def test_link_is_updated_when_its_page_arrives(folder):
    import_folder(folder({"a.md": "[b](b.md)"}))

    report = import_folder(folder({"b.md": "Text"}))

    assert bodies() == {"A": "[b](/wiki/b/)", "B": "Text"}
    assert counts(report) == {"Pages": {"updated": 1, "new": 1}}


def test_page_that_left_the_folder_is_kept_and_listed(folder):
    root = folder({"a.md": "A", "b.md": "B"})
    import_folder(root)
    (root / "b.md").unlink()

    report = import_folder(root)

    assert bodies() == {"A": "A", "B": "B"}
    assert dict(report.remarks) == {
        "Imported before, and no longer in the folder (kept here)": ["“B” (b.md)"]
    }


def test_unreadable_files_cost_only_themselves(folder):
    root = folder(
        {
            "bomb.md": "---\na: &a [x]\nb: [*a, *a]\n---\nText",
            "object.md": "---\na: !!python/object/apply:os.system [ls]\n---\nText",
            "open.md": "---\ntitle: x\nText",
            "binary.md": b"\x00\x01\xff\xfe",
            "huge.md": b"words " * 8_000_000,
            "far.md": "---\ndate: 9999-12-31\n---\nText",
            "latin.md": "---\ntitle: Café\n---\nCafé".encode("cp1252"),
            "utf16.md": "# Sixteen\n\nText é".encode("utf-16"),
            "empty.md": "",
            "bom.md": "\ufeff---\ntitle: Mark\n---\nText",
            "_Sidebar.md": "* [[Home]]",
        }
    )

    report = import_folder(root)

    assert bodies() == {"Café": "Café", "Mark": "Text", "Sixteen": "Text é"}
    assert [item for item, _ in report.failures] == [
        "binary.md", "bomb.md", "huge.md", "object.md", "open.md", "far.md, “Far”"
    ]  # fmt: skip
    assert counts(report) == {"Pages": {"failed": 6, "skipped": 2, "new": 3}}
    assert report.unaccounted() == {}


def test_nothing_outside_the_folder_is_read(folder, tmp_path):
    (tmp_path / "secret.md").write_text("Secret")
    (tmp_path / "secret.png").write_bytes(picture().read())
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "z.md").write_text("Secret")
    root = folder({"a.md": "![x](../secret.png) ![y](in.png) [z](/../secret.md)", "real.md": "R"})
    (root / "out.md").symlink_to(tmp_path / "secret.md")
    (root / "in.png").symlink_to(tmp_path / "secret.png")
    (root / "dir").symlink_to(tmp_path / "outside")
    (root / "around").symlink_to(root)
    (root / "self.md").symlink_to(root / "self.md")
    os.mkfifo(root / "pipe.md")

    report = import_folder(root)

    assert sorted(bodies()) == ["A", "Real"]
    assert Image.objects.count() == 0
    assert report.unaccounted() == {}
    assert report.not_imported == {
        "symbolic links out of the folder, or to nothing": 5,
        "devices and pipes": 1,
    }


@pytest.mark.parametrize(
    "text",
    [
        "[[" * 100_000,
        "](" * 100_000,
        "`" * 100_000,
        "` `` " * 40_000,
        "![[a" * 50_000,
        "<!--" * 80_000,
        "{{" * 100_000,
        "[a](b(c(" * 40_000,
        "> " * 50_000,
        "[a]: " * 60_000,
        "href=" * 60_000,
        "# " + "x" * 300_000,
        "\n".join("[[a|b]]" for _ in range(30_000)),
    ],
)
def test_hostile_text_is_imported(folder, text):
    report = import_folder(folder({"a.md": text}))

    assert (Article.objects.count(), report.failures) == (1, [])


def test_file_that_is_refused_is_reported_and_the_page_imported(folder):
    root = folder({"a.md": "![](a.png) [x](b.exe)", "a.png": b"no", "b.exe": b"MZ\x00"})

    report = import_folder(root)

    article = Article.objects.get()
    assert article.attention == "These files couldn’t be imported: a.png, b.exe."
    assert [Path(item).name for item, _ in report.failures] == ["a.png", "b.exe"]
    assert counts(report) == {"Files": {"failed": 2}, "Pages": {"new": 1}}
    assert report.unaccounted() == {}


def test_two_folders_with_names_of_their_own_are_kept_apart(folder):
    root = folder({"a.md": "One"})
    import_folder(root, name="one")

    report = import_folder(folder({"a.md": "Two"}), name="two")

    assert counts(report) == {"Pages": {"new": 1}}
    assert sorted(Article.objects.values_list("body", flat=True)) == ["One", "Two"]


def test_wiki_link_leads_to_the_folders_file_and_not_to_a_namesake_here(folder):
    ArticleFactory(title="b", slug="elsewhere")

    import_folder(folder({"a.md": "[[b]] [[c|C]]", "b.md": "Words.", "c.md": "Words."}))

    html = Article.objects.get(title="A").body_html
    assert re.findall('href="([^"]+)">([^<]+)', html) == [("/wiki/b/", "b"), ("/wiki/c/", "C")]


def test_name_of_a_file_comes_before_the_title_of_another(folder):
    import_folder(
        folder(
            {
                "a.md": "[[b]]",
                "c.md": "---\ntitle: b\n---\nA namesake.",
                "deep/b.md": "---\ntitle: The file\n---\nWords.",
            }
        )
    )

    assert bodies()["A"] == "[[The file|b]]"


def test_ids_of_headings_are_kept_for_links(folder):
    import_folder(
        folder(
            {
                "a.md": "[x](b.md#custom) [y](b.md#below) [[b#custom]]",
                "b.md": "# B {#top}\n\n[z](#custom)\n\n## What it is {#custom}\n\nWords.\n\n"
                "## How\n{: #below .big }\n\n## Why {#why}\n\nIt’s {x} {#not an id}.\n\n"
                "Then {#then}\n----\n\n`{#code}`\n",
            }
        )
    )

    page = Article.objects.get(title="B")
    assert page.body == (
        '[z](#custom)\n\n## What it is <a id="custom"></a>\n\nWords.\n\n## How\n'
        '<a id="below"></a>\n\n## Why\n\nIt’s {x} {#not an id}.\n\nThen\n----\n\n`{#code}`'
    )
    ids = set(re.findall(r'id="([^"]+)"', page.body_html))
    links = set(re.findall(r'href="[^"#]*#([^"]+)"', Article.objects.get(title="A").body_html))
    assert (links, links <= ids) == ({"section-custom", "section-below"}, True)
    assert 'href="#section-custom"' in page.body_html


def test_what_readers_did_not_see_is_left_out_and_listed(folder):
    root = folder(
        {
            "a.md": "One %%a secret%% two.\n\n%%\nMore\n\nsecrets\n%%\n\n100%% and 50%% stay.\n"
            '\n<div style="color: red; display: none">In <div>a</div> box.</div>\n\n'
            "<p hidden>Gone.</p>\n\n`%%code%%`\n\n```\n%%code%%\n```",
        }
    )

    report = import_folder(root)

    assert bodies()["A"] == (
        "One  two.\n\n\n\n100%% and 50%% stay.\n\n\n\n\n\n`%%code%%`\n\n```\n%%code%%\n```"
    )
    assert report.remarks["What editors should look at"] == [
        "a.md: Left out, because readers of the old site didn’t see it: “a secret”, “More "
        "secrets”, “In a box.”, “Gone.”."
    ]


@pytest.mark.parametrize(
    ("line", "topics"),
    {
        "categories: alpha beta": ["alpha", "beta"],
        "categories: Seat time, Grading": ["Seat time", "Grading"],
        "category: Seat time": ["Seat time"],
        "categories: [Seat time]": ["Seat time"],
    }.items(),
)
def test_spaces_separate_categories_as_in_jekyll(folder, line, topics):
    import_folder(folder({"a.md": f"---\n{line}\n---\nWords."}))

    assert [topic.name for topic in Article.objects.get().topics.order_by("pk")] == topics


def test_pictures_within_the_text_are_stored(folder):
    data = f"data:image/png;base64,{b64encode(picture().read()).decode()}"
    texts = [
        f"![A dot]({data})",
        "![Again][1]",
        "![](data:image/png;base64,AAAA)",
        f"[1]: <{data}>",
    ]
    root = folder({"a.md": "\n\n".join(texts)})

    report = import_folder(root)

    image = Image.objects.get()
    assert (image.alt, bodies()["A"]) == (
        "A dot",
        f"![A dot]({image.url})\n\n![Again][1]\n\n![](data:)\n\n[1]: <{image.url}>",
    )
    assert (counts(report)["Files"], report.unaccounted()) == ({"failed": 1, "new": 1}, {})

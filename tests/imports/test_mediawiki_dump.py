import bz2
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from imports.exceptions import UnreadableFile
from imports.mediawiki.dump import Dump, DumpPage, DumpRevision
from tests.support.mediawiki_dumps import head, page, redirect, revision, write_dump, write_packed

AGAIN = "Export the wiki again (Special:Export, or dumpBackup.php --current)"
OR_AGAIN = f"or e{AGAIN[1:]}"


def read_titles(path) -> tuple[list[str], str]:
    """Return the titles read from a dump, and the error that ended reading, if any."""
    titles = []
    try:
        for found in Dump(path).pages():
            titles.append(found.title)
    except UnreadableFile as error:
        return titles, str(error)
    return titles, ""


@pytest.mark.parametrize("name", ["dump.xml", "dump.xml.bz2", "dump.xml.gz"])
@pytest.mark.parametrize("version", ["0.3", "0.6", "0.10", "0.11"])
def test_page_is_read_completely(tmp_path, name, version):
    path = write_dump(
        tmp_path,
        page(7, title="Seat time", text="Words & <b>more</b>\n", comment="A  typo"),
        name=name,
        version=version,
    )
    dump = Dump(path)

    pages = list(dump.pages())

    assert pages == [
        DumpPage(
            title="Seat time",
            namespace=0,
            id="7",
            revision=DumpRevision(
                id="70",
                timestamp=datetime(2014, 3, 1, 15, tzinfo=UTC),
                contributor="Ann",
                comment="A typo",
                text="Words & <b>more</b>\n",
            ),
            line=pages[0].line,
        )
    ]
    assert (dump.site.name, dump.site.article_address, dump.warnings) == (
        "The old wiki",
        "https://wiki.example.org/wiki/",
        [],
    )


def test_file_name_does_not_matter(tmp_path):
    path = tmp_path / "dump.xml"
    path.write_bytes(bz2.compress(write_dump(tmp_path, page(1)).read_bytes()))

    assert read_titles(path) == (["Page 1"], "")


def test_latest_revision_is_used_regardless_of_order(tmp_path):
    history = (
        revision(1, "Old", timestamp="2010-01-01T00:00:00Z"),
        revision(3, "New", timestamp="2012-01-01T00:00:00Z"),
        revision(2, "Between", timestamp="2011-01-01T00:00:00Z"),
    )
    path = write_dump(tmp_path, page(1, *history), page(2, revision(4, "Only")))

    revisions = [found.revision for found in Dump(path).pages()]

    assert [(found.id, found.text) for found in revisions] == [("3", "New"), ("4", "Only")]


@pytest.mark.parametrize(
    ("pages", "targets"),
    [
        (redirect(1, "Old", "New title"), ["New title"]),
        (page(1, text="#REDIRECT [[New_title#Part|words]]"), ["New title#Part"]),
        (page(1, text="#redirect: [[:New title]]"), ["New title"]),
        (
            page(1, text="#WEITERLEITUNG [[Neu]]").replace("<revision>", "<redirect /><revision>"),
            ["Neu"],
        ),
        (page(1, text="No #REDIRECT [[Here]]"), [""]),
    ],
)
def test_redirect_is_recognized_by_element_or_text(tmp_path, pages, targets):
    path = write_dump(tmp_path, pages)

    assert [found.redirect for found in Dump(path).pages()] == targets


def test_namespace_is_read_from_title_in_old_dumps(tmp_path):
    titles = ["Talk:A", "Category:B", "Image:C.png", "Note: this", "user talk:D"]
    pages = [page(number, title=title) for number, title in enumerate(titles)]
    path = write_dump(tmp_path, *(each.replace("<ns>0</ns>", "") for each in pages), version="0.3")

    assert [found.namespace for found in Dump(path).pages()] == [1, 14, 6, 0, 3]


@pytest.mark.parametrize(
    "text",
    [
        '<text bytes="120" />',
        '<text deleted="deleted" />',
    ],
)
def test_missing_text_is_none(tmp_path, text):
    complete = page(1, text="x")
    start, end = complete.index("<text"), complete.index("</text>") + len("</text>")
    path = write_dump(tmp_path, complete[:start] + text + complete[end:])

    assert [found.revision.text for found in Dump(path).pages()] == [None]


def test_unknown_version_is_read_with_warning(tmp_path):
    dump = Dump(write_dump(tmp_path, page(1), version="0.99"))

    titles = [found.title for found in dump.pages()]

    assert (titles, dump.warnings) == (
        ["Page 1"],
        ["dump.xml: unknown export format 0.99, read as version 0.11. Check the result."],
    )


def complete_dump(*pages: str) -> bytes:
    return (head() + "".join(pages) + "</mediawiki>\n").encode()


@pytest.mark.parametrize(
    ("name", "data", "titles", "message"),
    [
        ("a.xml", b"", [], f"is empty. {AGAIN}."),
        (
            "a.xml",
            b"<rss><channel/></rss>",
            [],
            "isn’t a MediaWiki dump: it starts with <rss>, not <mediawiki>. Choose the file that "
            "Special:Export or dumpBackup.php created.",
        ),
        (
            "a.xml",
            b"Just words.",
            [],
            "isn’t a MediaWiki dump: it isn’t XML. Choose the file that Special:Export or "
            "dumpBackup.php created.",
        ),
        (
            "a.xml.7z",
            b"7z\xbc\xaf\x27\x1c and more",
            [],
            "is compressed with 7-Zip, which isn’t supported. Unpack it, and import the XML file.",
        ),
        (
            "a.xml",
            b'<!DOCTYPE mediawiki [<!ENTITY a "b">]>' + complete_dump(page(1)),
            [],
            "declares a document type. Exports don’t, and it can hide an attack. If you "
            "trust the file, remove the <!DOCTYPE …>.",
        ),
        (
            "a.xml",
            complete_dump(page(1), page(2))[:-60],
            ["Page 1"],
            "is incomplete: it ends in line 37. The export or download was cut off. "
            f"{AGAIN}. Pages before the damage were imported (1).",
        ),
        (
            "a.xml",
            complete_dump(page(1), page(2, title="@@").replace("@@", "A & B")),
            ["Page 1"],
            "isn’t valid XML, line 28 (xmlParseEntityRef: no name). "
            f"{AGAIN}, or fix that line in a text editor. Pages before the damage were imported "
            "(1).",
        ),
    ],
)
def test_incomplete_or_invalid_dump_is_explained(tmp_path, name, data, titles, message):
    path = write_packed(tmp_path / name, data)

    found, error = read_titles(path)

    assert (found, error.removeprefix(f"{path} ")) == (titles, message)


def test_truncated_archive_is_explained(tmp_path):
    path = tmp_path / "a.xml.bz2"
    path.write_bytes(bz2.compress(complete_dump(page(1)))[:-20])

    assert read_titles(path) == (
        [],
        f"{path} is incomplete: the compression or download was cut off. Download it again, "
        f"{OR_AGAIN}.",
    )


def test_corrupt_archive_is_explained(tmp_path):
    path = tmp_path / "a.xml.bz2"
    data = bytearray(bz2.compress(complete_dump(page(1))))
    data[60] ^= 255
    path.write_bytes(data)

    titles, error = read_titles(path)

    assert (titles, error) == (
        [],
        f"{path} is damaged and can’t be unpacked (Invalid data stream). Download it again, "
        f"{OR_AGAIN}.",
    )


def test_missing_file_is_explained(tmp_path):
    path = tmp_path / "none.xml"

    assert read_titles(path) == (
        [],
        f"{path} can’t be opened (No such file or directory). Check the path and your permissions.",
    )


def test_entities_are_never_expanded(tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes(complete_dump(page(1, text="@@").replace("@@", "&secret;")))

    assert read_titles(path)[0] == []


def test_large_dump_uses_no_more_memory_than_small_one(tmp_path):
    text = "Words and more words. " * 1000
    history = [revision(number, text) for number in range(800)]
    small = write_dump(tmp_path, page(1, revision(1, text)), name="small.xml")
    large = write_dump(tmp_path, *(page(number, *history) for number in range(2)))

    used = [memory_to_read(path) for path in (small, large)]

    assert large.stat().st_size > 30_000_000
    assert used[1] - used[0] < 10_000_000


def memory_to_read(path) -> int:
    """Return a separate process’s peak memory in bytes: the parser allocates outside Python."""
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from imports.mediawiki.dump import Dump\n"
        "for page in Dump(Path(sys.argv[1])).pages(): pass\n"
        "status = dict(line.split(':') for line in open('/proc/self/status'))\n"
        "print(int(status['VmHWM'].split()[0]) * 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, check=True, text=True
    )
    return int(done.stdout)

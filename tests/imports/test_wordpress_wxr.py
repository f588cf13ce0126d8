import pytest

from imports.exceptions import UnreadableFile
from imports.wordpress.export import ExportAuthor, ExportComment, ExportItem, ExportSite, ExportTerm
from imports.wordpress.wxr import read_export_file, read_items
from tests.support.wordpress_exports import (
    FOOT,
    HEAD,
    author,
    build_export,
    category,
    comment,
    item,
    meta,
    term,
    write_export,
)

ITEM = ExportItem(
    post_type="post",
    status="publish",
    title="Post 1",
    post_id="1",
    guid="https://old.example.org/?p=1",
    link="https://old.example.org/reflections/post-1/",
    slug="post-1",
    content="Some words.",
    parent="0",
    date="2014-03-01 10:00:00",
    date_gmt="2014-03-01 15:00:00",
    comments_open=True,
    creators=("chris",),
    line=13,
)


def write_bytes(tmp_path, content: bytes):
    path = tmp_path / "export.xml"
    path.write_bytes(content)
    return path


def error_for(path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_export_file(path)
    return str(caught.value).replace(f"{path}", "FILE")


def test_export_is_read_completely(tmp_path):
    export = build_export(
        tmp_path,
        author("chris", "Chris Example"),
        category("analysis", "Analysis &amp; more", parent="reflections"),
        item(
            1,
            term("category", "analysis", "Analysis"),
            term("post_tag", "mastery", "Mastery"),
            meta("_edit_last", "1"),
            comment(7, parent="6", type="pingback"),
        ),
    )

    assert export.site == ExportSite("The old site", "https://old.example.org", "en-US", "1.2")
    assert export.authors == [ExportAuthor("chris", "Chris Example")]
    assert export.terms == [
        ExportTerm("category", "analysis", "Analysis &amp; more", parent="reflections")
    ]
    assert export.warnings == []
    (read,) = read_items(export)
    assert read.terms == (
        ExportTerm("category", "analysis", "Analysis"),
        ExportTerm("post_tag", "mastery", "Mastery"),
    )
    assert read.meta == (("_edit_last", "1"),)
    assert read.comments == (
        ExportComment(
            id="7",
            author="A reader",
            email="reader@example.org",
            url="",
            date="2014-03-02 09:00:00",
            date_gmt="2014-03-02 14:00:00",
            content="Well said.",
            approved="1",
            kind="pingback",
            parent="6",
        ),
    )


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_every_format_version_reads_the_same(tmp_path, version):
    text = (HEAD + item(1) + FOOT).replace("export/1.2/", f"export/{version}/")
    text = text.replace("<wp:wxr_version>1.2", f"<wp:wxr_version>{version}")

    [export] = read_export_file(write_bytes(tmp_path, text.encode()))

    assert (export.site.version, list(read_items(export)), export.warnings) == (version, [ITEM], [])


def test_missing_version_does_not_matter(tmp_path):
    text = (HEAD + item(1) + FOOT).replace("<wp:wxr_version>1.2</wp:wxr_version>", "")

    [export] = read_export_file(write_bytes(tmp_path, text.encode()))

    assert (list(read_items(export)), export.warnings) == ([ITEM], [])


def test_unknown_version_is_read_with_warning(tmp_path):
    text = (HEAD + item(1) + FOOT).replace("wxr_version>1.2<", "wxr_version>9.1<")

    [export] = read_export_file(write_bytes(tmp_path, text.encode()))

    assert list(read_items(export)) == [ITEM]
    assert export.warnings == [
        "export.xml: unknown export format 9.1, read as version 1.2. Check the result."
    ]


def test_version_one_terms_are_deduplicated(tmp_path):
    twice = "<category><![CDATA[Analysis]]></category>" + term("category", "analysis", "Analysis")
    tags = '<category domain="tag"><![CDATA[Roar]]></category>' + term("tag", "roar", "Roar")

    (read,) = read_items(build_export(tmp_path, item(1, twice, tags)))

    assert read.terms == (
        ExportTerm("category", "analysis", "Analysis"),
        ExportTerm("post_tag", "roar", "Roar"),
    )


@pytest.mark.parametrize(
    ("damage", "repaired", "warning"),
    [
        ("A &amp; B & C", "A & B & C", "invalid ampersands (&) were repaired"),
        ("x?a=1&b=2;", "x?a=1&b=2;", "invalid ampersands (&) were repaired"),
        ("caf&eacute;", "café", "invalid ampersands (&) were repaired"),
        ("one&#11;two", "one two", "invalid ampersands (&) were repaired"),
    ],
)
def test_damaged_references_are_repaired_with_warning(tmp_path, damage, repaired, warning):
    text = HEAD + item(1, title="TITLE").replace("TITLE", damage) + FOOT

    [export] = read_export_file(write_bytes(tmp_path, text.encode()))

    assert next(read_items(export)).title == repaired
    assert export.warnings == [f"export.xml: {warning}: 1 (line 14)."]


def test_control_characters_become_spaces(tmp_path):
    text = HEAD + item(1, content="one\x0btwo\x00") + FOOT

    [export] = read_export_file(write_bytes(tmp_path, text.encode()))

    assert next(read_items(export)).content == "one two"
    assert export.warnings == [
        "export.xml: control characters, which XML forbids, were replaced with spaces: 2, the "
        "first in line 18."
    ]


def test_invalid_utf_8_is_read_as_windows_1252(tmp_path):
    text = HEAD + item(1, content="It’s caf\xe9") + FOOT

    [export] = read_export_file(write_bytes(tmp_path, text.encode().replace("é".encode(), b"\xe9")))

    assert next(read_items(export)).content == "It’s café"
    assert export.warnings == [
        "export.xml: some characters (the first in line 18) aren’t UTF-8 and were read as "
        "Windows-1252. Look for wrong accents and quotation marks."
    ]


def test_text_before_xml_is_removed_with_warning(tmp_path):
    text = "\nNotice: memory is short\n" + HEAD + item(1) + FOOT

    [export] = read_export_file(write_bytes(tmp_path, text.encode()))

    assert [read.title for read in read_items(export)] == ["Post 1"]
    assert export.warnings == [
        "export.xml: text before the XML was removed: “Notice: memory is short”."
    ]


def test_undeclared_prefixes_are_declared_with_warning(tmp_path):
    declaration = '  xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"\n'
    text = (HEAD + item(1, excerpt="In short.") + FOOT).replace(declaration, "")

    [export] = read_export_file(write_bytes(tmp_path, text.encode()))

    assert [read.excerpt for read in read_items(export)] == ["In short."]
    assert export.warnings == ["export.xml: namespace prefixes were not declared: excerpt."]


def test_truncated_file_is_rejected_with_line_number(tmp_path):
    text = HEAD + item(1)[:120]

    assert error_for(write_bytes(tmp_path, text.encode())) == (
        "FILE is incomplete: it ends in line 16. The export or download was cut off. Export it "
        "from WordPress again."
    )


def test_broken_xml_is_rejected_with_line_number(tmp_path):
    text = HEAD + "<item><title>Never closed</item>" + FOOT

    message = error_for(write_bytes(tmp_path, text.encode()))

    assert message.startswith("FILE isn’t valid XML, line 13 (mismatched tag)")
    assert message.endswith("Export it from WordPress again, or fix that line in a text editor.")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html><body>Sign in</body></html>"])
def test_other_files_are_rejected(tmp_path, content):
    message = error_for(write_bytes(tmp_path, content))

    assert message.startswith("FILE isn’t a WordPress export: ")


def test_document_type_is_rejected(tmp_path):
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    text = HEAD.replace("?>", f"?>{bomb}", 1) + item(1).replace("Post 1", "&b;") + FOOT

    assert "declares a document type" in error_for(write_bytes(tmp_path, text.encode()))


def test_missing_file_is_rejected(tmp_path):
    assert error_for(tmp_path / "nothing.xml") == (
        "FILE can’t be opened (No such file or directory). Check the path and your permissions."
    )


def test_external_entities_are_not_resolved(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    path = write_export(tmp_path, item(1))
    text = path.read_text().replace(
        "?>", f'?><!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>', 1
    )

    message = error_for(write_bytes(tmp_path, text.replace("Post 1", "&x;").encode()))

    assert "secret words" not in message

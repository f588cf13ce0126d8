"""What the fuzzer sends: text from the pieces that parsers care about, and files around it."""

import io
import zipfile

from hypothesis import strategies as st

PIECES = [
    *("[", "]", "(", ")", "![", "[[", "]]", "`", "```", "~~~", "*", "**", "_", "<", ">", "&amp;"),
    *("|", "|-|", "\n", "\n\n", "\r\n", "\t", "    ", "- ", "1. ", "> ", "# ", "[^1]", "[^1]: "),
    *("<b>", "</b>", "<!--", "-->", "<script>", "<img src=x onerror=y>", "<iframe src=", "<table>"),
    *("javascript:", "https://", "//", "http://[::1]/", "mailto:a@b", "data:", "?a=b", "#c", "%00"),
    *("{{", "}}", "{|", "|}", "''", "'''", "== ", "__TOC__", "<ref>", "</ref>", "[[File:", "{{{"),
    *("[caption]", "[/caption]", "<!-- wp:", "/-->", "&#x0;", "&#xD800;", "\\", '"', "'", "=", ";"),
    *("WEBVTT", "00:00:01.000 --> 00:00:02.000", "<v Ana>", "1\n00:00:01,000 --> 00:00:02,000\n"),
    *("---\n", "title: ", "@article{a,", "TY  - JOUR", "\u0000", "\u200f", "\ufeff", "\u0301", "é"),
    *("A\u030a", "😀", "١", "ﬁ", "-", '"a', "OR", "AND", "NOT", ":*", "2021-02-30", "24:00", ","),
]
TEXT = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=40
).map("".join)  # fmt: skip
BYTES = st.one_of(
    st.binary(max_size=400), TEXT.map(lambda text: text.encode("utf-8", "surrogatepass"))
)
MARKUP = TEXT.map(lambda text: text.replace("\0", "").encode("utf-8", "replace").decode())


def wxr(text: str) -> bytes:
    return (
        '<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>A</title>'
        "<wp:wxr_version>1.2</wp:wxr_version><item><title>B</title><wp:post_type>post"
        f"</wp:post_type><content:encoded><![CDATA[{text}]]></content:encoded></item></channel></rss>"
    ).encode()


def dump(text: str) -> bytes:
    return (
        '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/"><page><title>A</title><ns>0'
        f"</ns><id>1</id><revision><id>2</id><text>{text}</text></revision></page></mediawiki>"
    ).encode()


def zipped(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", content)
        archive.writestr("[Content_Types].xml", content)
    return file.getvalue()

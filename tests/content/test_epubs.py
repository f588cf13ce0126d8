"""Copies as EPUB 3: the structure that e-readers rely on (epubcheck needs Java)."""

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest
from lxml import etree

from content.copies.epub import write_epub
from content.copies.making import read_copy
from content.media.images import add_image
from tests.factories import ArticleFactory, PostFactory, SeriesFactory
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db

NAMES = {"o": "http://www.idpf.org/2007/opf", "h": "http://www.w3.org/1999/xhtml"}


def open_epub(of: str, pk: int) -> ZipFile:
    return ZipFile(BytesIO(write_epub(read_copy(of, pk))))


def parse(book: ZipFile, name: str) -> etree._Element:
    return etree.fromstring(book.read(f"EPUB/{name}"))


def test_epub_of_a_series_is_a_book_with_its_parts():
    image = add_image(file=picture(), name="class.png", alt="A class")
    series = SeriesFactory(title="A & B", body="")
    first = PostFactory(title="First <part>", series=series, part_number=1)
    link = f"[the first]({first.get_absolute_url()})"
    body = f"![A class]({image.url})\n\nSee {link}.[^1]\n\n[^1]: Note."
    PostFactory(title="Second", series=series, part_number=2, body=body)

    book = open_epub("series", series.pk)
    package = parse(book, "package.opf")
    chapter = parse(book, "chapter-2.xhtml")

    beginning = book.infolist()[0]
    assert (beginning.filename, beginning.compress_type) == ("mimetype", ZIP_STORED)
    assert book.read("mimetype") == b"application/epub+zip"
    listed = set(package.xpath("//o:item/@href", namespaces=NAMES))
    assert listed == {
        name.removeprefix("EPUB/")
        for name in book.namelist()
        if name.startswith("EPUB/") and name != "EPUB/package.opf"
    }
    contents = parse(book, "contents.xhtml").xpath("//h:nav//h:a", namespaces=NAMES)
    assert [(link.get("href"), link.text) for link in contents] == [
        ("chapter-1.xhtml", "First <part>"),
        ("chapter-2.xhtml", "Second"),
    ]
    assert chapter.xpath("//h:img/@alt", namespaces=NAMES) == ["A class"]
    assert chapter.xpath("//h:p/h:a/@href", namespaces=NAMES) == ["chapter-1.xhtml", "#note-ref-1"]


def test_epub_of_articles_has_contents_as_deep_as_their_tree():
    top = ArticleFactory(title="Top")
    ArticleFactory(title="Lowest", parent=ArticleFactory(title="Middle", parent=top))

    contents = parse(open_epub("article", top.pk), "contents.xhtml")

    [lowest] = contents.xpath("//h:nav/h:ol/h:li/h:ol/h:li/h:a", namespaces=NAMES)
    assert lowest.text == "Lowest"


def test_epub_of_broken_markup_is_still_xml():
    series = SeriesFactory(
        title="\u202eRight\u202c", body="Loose <b>text & <i>more</b></i> <br> &nbsp; <wbr> end"
    )
    PostFactory(
        title="P",
        series=series,
        body="<table><td>1<ul><li>a</table>\n\n"
        '<img src="file:///etc/passwd" alt="x"> <a href="http://example.org/a b&quot;<>">odd</a>',
    )

    book = open_epub("series", series.pk)

    for name in book.namelist():
        if name.endswith((".xhtml", ".opf", ".xml")):
            etree.fromstring(book.read(name))

import re
from collections import Counter
from pathlib import Path

import pytest
from pypdf import PdfReader

from cworks.demo.texts import FOLDER, DemoContentError
from tools import write_pdfs

PDF_FOLDER = FOLDER / "publications" / "pdf"
PDFS = sorted(PDF_FOLDER.glob("*.pdf"))
SLIDES = FOLDER / "events"


def page_count(folder: Path) -> dict[str, list[str]]:
    return {
        path.name: [page.extract_text() for page in PdfReader(path).pages]
        for path in sorted(folder.glob("*.pdf"))
    }


def find_words(page: str) -> set[str]:
    return set(re.findall(r"[a-z]{5,}", page.lower()))


def test_pdfs_are_small_and_have_stated_page_count():
    pages = {path.stem: len(PdfReader(path).pages) for path in PDFS}

    assert pages == {
        "in-which-language": 4,
        "one-education-two-records": 11,
        "one-education-two-records-first-version": 11,
        "six-of-eight": 5,
        "the-same-word": 12,
        "the-same-word-on-one-page": 1,
        "the-second-year": 14,
    }
    assert [path.name for path in PDFS if path.stat().st_size > 300_000] == []


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem)
def test_each_pdf_page_has_unique_word(path):
    pages = [find_words(page.extract_text()) for page in PdfReader(path).pages]

    counts = Counter(word for page in pages for word in page)
    unfindable = [
        number
        for number, page in enumerate(pages, start=1)
        if not any(counts[word] == 1 for word in page)
    ]
    assert unfindable == []


@pytest.mark.parametrize(
    ("name", "page", "text"),
    [
        ("the-same-word", 7, "One word. Thorough, effective, insightful, appropriate."),
        ("the-second-year", 8, "Students who ride the late bus 13 40"),
        ("six-of-eight", 4, "“There were two things between me and the certificate, and I could"),
        ("in-which-language", 1, "Lucía Arrieta and Hannah Pruitt"),
        ("one-education-two-records", 5, "The levels explained on the record itself 5"),
        ("one-education-two-records-first-version", 5, "The levels explained 9"),
    ],
)
def test_pdf_text_is_extracted_as_written(name, page, text):
    extracted = PdfReader(PDF_FOLDER / f"{name}.pdf").pages[page - 1].extract_text()

    assert text in " ".join(extracted.split())


def test_pdf_has_metadata_language_and_outline():
    reader = PdfReader(PDF_FOLDER / "the-same-word.pdf")

    assert (reader.metadata.title, reader.metadata.author, reader.metadata.subject) == (
        "The Same Word: What five years of reading student work together changed in one district",
        "Joel Nakamura, Ruth Okonjo-Lind and Elias Bergstrom",
        "Moderation of student work in Kestrel Valley Unified, Colorado (invented)",
    )
    assert reader.trailer["/Root"]["/Lang"] == "en-US"
    assert [
        (entry.title, reader.get_destination_page_number(entry) + 1)
        for entry in reader.outline
        if not isinstance(entry, list)
    ] == [
        ("Summary", 3),
        ("1. An accident of scheduling", 4),
        ("2. Sixty-one Fridays", 5),
        ("3. What agreement did", 6),
        ("4. Why readers differ", 7),
        ("5. What students saw", 8),
        ("6. What it costs", 9),
        ("7. What did not work", 10),
        ("8. Advice", 11),
        ("Appendix: the card", 12),
    ]


def test_pdfs_match_their_sources(tmp_path):
    write_pdfs.write_all([], folder=tmp_path)

    assert page_count(tmp_path) == page_count(PDF_FOLDER)


def test_slides_match_their_sources(tmp_path):
    write_pdfs.write_all_slides([], folder=tmp_path)

    assert page_count(tmp_path) == page_count(SLIDES)
    assert {name: len(pages) for name, pages in page_count(SLIDES).items()} == {
        "deciding-about-six-of-eight.pdf": 7,
        "what-may-replace-the-hour.pdf": 7,
    }


def test_correction_of_missing_text_is_rejected(tmp_path):
    (tmp_path / "now.md").write_text(
        '+++\ntitle = "Now"\nslug = "now"\nsubtitle = ""\n'
        'label = ""\nauthors = ["Ann"]\nsubject = ""\nkeywords = []\n+++\nFive records.\n'
    )
    before = tmp_path / "before.md"
    before.write_text(
        '+++\ntitle = "Before"\nslug = "before"\ncorrected_in = "now"\n'
        '[[differences]]\ncorrected = "Six records"\nprinted = "Nine records"\n+++\n'
    )

    with pytest.raises(DemoContentError) as raised:
        write_pdfs.read_manuscript(before)

    assert str(raised.value) == (
        f"{tmp_path.name}/before.md says that “Six records” was corrected, "
        "but the corrected text does not contain it exactly once."
    )


def test_pdfs_have_their_fonts_in_them():
    missing = []
    for path in [*PDFS, *SLIDES.glob("*.pdf")]:
        for page in PdfReader(path).pages:
            for font in page["/Resources"]["/Font"].values():
                if "/FontDescriptor" not in font or "/FontFile2" not in font["/FontDescriptor"]:
                    missing.append((path.name, font["/BaseFont"]))

    assert missing == []

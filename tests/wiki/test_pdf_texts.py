"""Reading text from PDFs: page by page, marked if there is none, and never fatal."""

import logging
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from django.core.management import call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import PublicationFactory
from tests.support import pdfs
from tests.support.pdfs import SENTENCE, pdf
from wiki import pdf_pages
from wiki.models import FileVersion
from wiki.pdf_cleanup import clean_pages
from wiki.services import pdf_texts
from wiki.services.pdf_texts import PdfReading, read_pdf, read_text
from wiki.services.publication_files import add_file, read_again


def read_bytes(content: bytes) -> PdfReading:
    with TemporaryFile() as file:
        file.write(content)
        return read_pdf(file)


def test_pdf_is_read_page_by_page():
    assert read_bytes(
        pdf("On the first page, how it began.", "And on the second how it ended.")
    ) == (
        PdfReading(
            state="read",
            page_count=2,
            pages={
                1: "On the first page, how it began.",
                2: "And on the second how it ended.",
            },
        )
    )


def test_password_protected_pdf_is_marked():
    assert read_bytes(pdfs.encrypted_pdf(user_password="secret")) == PdfReading(
        state="encrypted", problem="It can be opened only with a password."
    )


def test_pdf_protected_only_against_changes_is_read():
    assert read_bytes(pdfs.encrypted_pdf(user_password="")) == PdfReading(
        state="read", page_count=1, pages={1: SENTENCE}
    )


@pytest.mark.parametrize(
    ("pages", "texts", "state"), [(2, 0, "scanned"), (12, 1, "scanned"), (11, 2, "read")]
)
def test_scanned_pages_are_marked_after_any_text_pages(pages, texts, state):
    reading = read_bytes(pdfs.scanned_pdf(pages=pages, texts=texts))

    assert (reading.state, reading.page_count) == (state, pages + texts)
    assert [text for text in reading.pages.values() if text] == [SENTENCE] * texts


@pytest.mark.parametrize(
    ("content", "page_count", "problem"),
    [
        (b"%PDF-1.4 and no more", None, "Its structure can’t be read"),
        (b"%PDF-1.4\n" + bytes(range(256)) * 40, None, "Its structure can’t be read"),
        (pdf(*[SENTENCE] * 20)[:6000], None, "Its structure can’t be read"),
        (pdfs.build_pdf([b"<</Type/Catalog>>"]), None, "Its structure can’t be read"),
        (pdfs.repeated_pages(0), 0, "It has no pages."),
    ],
)
def test_broken_pdf_is_marked(content, page_count, problem):
    reading = read_bytes(content)

    assert (reading.state, reading.page_count, reading.pages) == ("broken", page_count, {})
    assert reading.problem.startswith(problem)


def test_truncated_pdf_is_read():
    assert read_bytes(pdf(SENTENCE)[:-9]) == PdfReading(
        state="read", page_count=1, pages={1: SENTENCE}
    )


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (pdfs.decompression_bomb, "broken"),
        (pdfs.cyclic_page_tree, "broken"),
        (lambda: pdfs.repeated_pages(100_001), "broken"),
        (pdfs.self_drawing_page, "scanned"),
    ],
)
def test_hostile_pdf_is_marked_safely(content, state):
    reading = read_bytes(content())

    assert (reading.state, len("".join(reading.pages.values())) < 100) == (state, True)


@pytest.fixture
def set_limits(monkeypatch, tmp_path):
    """Return a function that lowers the limits of the reading program."""

    def set_limits(**limits: float) -> None:
        program = tmp_path / "reads_less.py"
        folder = str(Path(pdf_pages.__file__).parent)
        lines = [f"import sys; sys.path.insert(0, {folder!r}); import pdf_pages"]
        lines += [f"pdf_pages.{name} = {value!r}" for name, value in limits.items()]
        program.write_text("\n".join([*lines, "pdf_pages.main()"]))
        monkeypatch.setattr(pdf_texts, "PROGRAM", program)

    return set_limits


STOPPED = "Reading it did not finish"
TOO_LONG = "it takes too long"


@pytest.mark.parametrize(
    ("limits", "reason"),
    [({"SECONDS_PER_PAGE": 0.2}, TOO_LONG), ({"MEMORY": 2**27}, "MemoryError")],
)
def test_page_exceeding_limit_is_skipped(set_limits, limits, reason):
    set_limits(**limits)

    assert read_bytes(pdfs.page_of_operators(200_000)) == PdfReading(
        page_count=1,
        problem=f"1 page couldn’t be read, starting with page 1: {reason}.",
    )


def test_reading_stops_after_time_limit(set_limits):
    set_limits(SECONDS=1)

    assert read_bytes(pdfs.page_of_operators(300_000)).problem == (
        "It takes too much time or memory: only the first 0 of 1 pages were read."
    )


@pytest.mark.parametrize(
    ("limits", "problem"),
    [
        ({"PAGES": 2}, "It is very long: only the first 2 of 3 pages were read."),
        (
            {"OUTPUT": 200},
            "It takes too much time or memory: only the first 2 of 3 pages were read.",
        ),
    ],
)
def test_reading_stops_at_page_and_text_limits(set_limits, limits, problem):
    set_limits(**limits)

    assert read_bytes(pdf(SENTENCE, SENTENCE, SENTENCE)) == PdfReading(
        state="read", page_count=3, pages={1: SENTENCE, 2: SENTENCE}, problem=problem
    )


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("", PdfReading(problem=f"{STOPPED} (it exceeded its limits of time or memory).")),
        (
            '["pages", 4]\n["text", 1, "{0}"]\n["text", 2, "{0}"]\n["te',
            PdfReading(
                state="read",
                page_count=4,
                pages={1: SENTENCE, 2: SENTENCE},
                problem="It takes too much time or memory: only the first 2 of 4 pages were read.",
            ),
        ),
        (
            '["pages", 2]\n["text", 1, "{0}"]\n["unread", 2, "KeyError"]\n["end"]\n',
            PdfReading(
                state="read",
                page_count=2,
                pages={1: SENTENCE},
                problem="1 page couldn’t be read, starting with page 2: KeyError.",
            ),
        ),
        (
            '["pages", 9000]\n["text", 1, "{0}"]\n["end"]\n',
            PdfReading(
                state="read",
                page_count=9000,
                pages={1: SENTENCE},
                problem="It is very long: only the first 1 of 9,000 pages were read.",
            ),
        ),
    ],
)
def test_pages_read_before_crash_are_kept(monkeypatch, tmp_path, output, expected):
    program = tmp_path / "ends_at_once.py"
    written = output.replace("{0}", SENTENCE)
    program.write_text(
        f"import os\nprint({written!r}, end='', flush=True)\nos.kill(os.getpid(), 9)"
    )
    monkeypatch.setattr(pdf_texts, "PROGRAM", program)

    assert read_bytes(b"%PDF-") == expected


def test_hanging_program_is_stopped(monkeypatch, tmp_path):
    program = tmp_path / "waits.py"
    program.write_text("import threading\nthreading.Event().wait()")
    monkeypatch.setattr(pdf_texts, "PROGRAM", program)
    monkeypatch.setattr(pdf_texts, "TIMEOUT", 0.3)

    assert read_bytes(b"%PDF-").problem == f"{STOPPED} (it took too long)."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Moving  on\nwhen\tready", "Moving on when ready"),
        ("stu-\ndents learn-  \n ing", "students learning"),
        (
            "compe\u00adtency and coﬀee, ﬁndings, ﬂow, oﬃce, baﬄe",
            "competency and coffee, findings, flow, office, baffle",
        ),
        ("competency-\nbased", "competency-based"),
        ("a self-paced course, self-\npaced", "a self-paced course, self-paced"),
        ("North-\nSouth, 2014-\n15, page 3 -\n4", "North-South, 2014- 15, page 3 - 4"),
        ("a\x00b\x01c\ud83d", "abc"),
        ("élè-\nves", "élèves"),
    ],
)
def test_hyphenated_and_split_words_are_joined(text, words):
    assert clean_pages({1: text}) == {1: words}


def test_hyphen_is_kept_if_another_page_has_it():
    assert clean_pages({1: "a well-known way", 2: "the Well-\nknown one, with-\nout"}) == {
        1: "a well-known way",
        2: "the Well-known one, without",
    }


@pytest.mark.parametrize("text", ["a" * 100_000, "a-" * 50_000, "a-\n" * 33_000, "-\n" * 50_000])
def test_meaningless_text_is_cleaned_quickly(text):
    assert len(clean_pages({1: text})[1]) <= len(text)


# What is stored


def add(content: bytes, *, name: str = "report.pdf") -> FileVersion:
    file = add_file(
        publication=PublicationFactory(), title="Report", file=BytesIO(content), name=name
    )
    return file.versions.get()


def state_of(version: FileVersion) -> tuple:
    version.refresh_from_db()
    pages = list(version.pages.values_list("number", "text"))
    return version.text_state, version.page_count, version.text_problem, pages


@pytest.mark.django_db
def test_reading_twice_gives_same_result():
    version = add(pdf(SENTENCE, "", SENTENCE))

    read_text(version_id=version.pk)
    once = state_of(version)
    read_text(version_id=version.pk)

    assert once == ("read", 3, "", [(1, SENTENCE), (3, SENTENCE)])
    assert state_of(version) == once


@pytest.mark.django_db
def test_file_without_text_is_marked_and_reported(caplog):
    version = add(pdfs.encrypted_pdf(user_password="secret"))

    with caplog.at_level(logging.WARNING):
        read_text(version_id=version.pk)

    assert state_of(version) == ("encrypted", None, "It can be opened only with a password.", [])
    assert [record.getMessage() for record in caplog.records] == [
        f"File version {version.pk} ({version.document.file.name}): Protected by a password: "
        "search can’t find its text. It can be opened only with a password."
    ]


@pytest.mark.django_db
def test_missing_file_is_reported_and_deleted_version_is_skipped(settings):
    version = add(pdf(SENTENCE))
    Path(version.document.file.path).unlink()

    read_text(version_id=version.pk)
    read_text(version_id=0)

    assert state_of(version) == ("broken", None, "The file itself is missing.", [])


@pytest.mark.django_db(transaction=True)
def test_worker_continues_after_broken_file(empty_queue):
    versions = [add(pdfs.encrypted_pdf(user_password="a")), add(b"%PDF-1.4"), add(pdf(SENTENCE))]

    call_command("procrastinate", "worker", "--one-shot")

    assert [state_of(version)[0] for version in versions] == ["encrypted", "broken", "read"]
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db
def test_waiting_text_is_not_enqueued_twice(empty_queue):
    version = add(pdf(SENTENCE))

    read_again(version=version)

    jobs = ProcrastinateJob.objects.filter(task_name="wiki.read_text")
    assert list(jobs.values_list("args")) == [({"version_id": version.pk},)]

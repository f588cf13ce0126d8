"""Files that an import fetches from the old site, however badly its server behaves."""

import socket
from pathlib import Path

import pytest

from blog.models import Post
from content.models import Document, Image
from imports.exceptions import FileGone, FileNotFetched
from imports.files.fetching import PRIVATE, WEB_PAGE_INSTEAD, FileFetcher
from imports.wordpress.importer import import_exports
from tests.support.disks import files_below, full_disk
from tests.support.import_reports import counts
from tests.support.pdfs import pdf
from tests.support.pictures import picture
from tests.support.web_servers import (
    drip,
    hang_up,
    in_turn,
    never_respond,
    redirect,
    send,
    send_endlessly,
    send_garbage,
    send_half,
    send_rest,
    status,
)
from tests.support.wordpress_exports import attachment, item, write_export

PDF = pdf("A report")


def drip_body(handler) -> None:
    """Send a file slowly and without end, each byte in time."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.website.stopped.wait(0.05):
        handler.wfile.write(b"x")


def claim_size(size: int):
    return status(200, Content_Length=str(size))


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def fetcher(website, tmp_path, pauses) -> FileFetcher:
    client = website.client(pause=pauses.append, total_seconds=1, program="import")
    return FileFetcher(tmp_path / "fetched", client=client, max_bytes=1_000_000)


def requested(website) -> list[str]:
    return [path for _, path in website.requests]


# One file


def test_fetched_file_is_not_fetched_again(website, fetcher):
    address = website.url("/report.pdf", send(PDF))

    path, again = fetcher.fetch(address), fetcher.fetch(address)

    assert (path, path.read_bytes()) == (again, PDF)
    assert website.requests == [("GET", "/report.pdf")]
    assert website.headers[0]["User-Agent"].startswith("CompetencyWorks-import (+")


def test_redirect_leads_to_file(website, fetcher):
    website.url("/new/report.pdf", send(PDF))

    path = fetcher.fetch(website.url("/report.pdf", redirect("/new/report.pdf")))

    assert path.read_bytes() == PDF


@pytest.mark.parametrize("code", [404, 410])
def test_file_that_is_gone_is_not_tried_again(website, fetcher, code):
    with pytest.raises(FileGone):
        fetcher.fetch(website.url("/report.pdf", status(code)))

    assert requested(website) == ["/report.pdf"]


@pytest.mark.parametrize(
    ("behavior", "waits"),
    [
        pytest.param(status(503), [2.0], id="busy"),
        pytest.param(status(503, Retry_After="7"), [7.0], id="asks to wait"),
        pytest.param(status(429, Retry_After="86400"), [60.0], id="asks to wait for a day"),
        pytest.param(status(500), [2.0], id="broken"),
        pytest.param(hang_up, [2.0], id="hangs up"),
        pytest.param(send_garbage, [2.0], id="garbage"),
        pytest.param(never_respond, [2.0], id="no response"),
        pytest.param(claim_size(500), [2.0], id="cut off"),
    ],
)
def test_file_is_fetched_by_second_attempt(website, fetcher, pauses, behavior, waits):
    address = website.url("/report.pdf", in_turn(behavior, send(PDF)))

    assert fetcher.fetch(address).read_bytes() == PDF
    assert [wait for wait in pauses if wait > 1] == waits


@pytest.mark.parametrize(
    ("behavior", "reason", "requests"),
    [
        pytest.param(status(403), "The server refuses to send it (status 403).", 1, id="forbidden"),
        pytest.param(
            status(500),
            "The server has a problem (status 500). Run the import again later.",
            3,
            id="broken",
        ),
        pytest.param(
            claim_size(5 * 1024**3),
            "It is larger than 976.6\xa0KB.",
            1,
            id="too large by its header",
        ),
        pytest.param(send_endlessly, "It is larger than 976.6\xa0KB.", 1, id="endless"),
        pytest.param(drip_body, "The server didn’t respond in time.", 1, id="endless and slow"),
        pytest.param(drip, "The server didn’t respond in time.", 1, id="slow headers"),
        pytest.param(
            send(b"Please sign in", "text/html; charset=utf-8"), WEB_PAGE_INSTEAD, 1, id="web page"
        ),
        pytest.param(
            send(b"<!doctype html><p>Error"), WEB_PAGE_INSTEAD, 1, id="web page under another type"
        ),
        pytest.param(
            redirect("http://127.0.0.1:8080/secret.pdf"),
            PRIVATE,
            1,
            id="redirect to a private address",
        ),
        pytest.param(
            redirect("file:///etc/passwd"),
            "Browsers can’t open this address. Fix it.",
            1,
            id="redirect to another scheme",
        ),
        pytest.param(
            redirect("/report.pdf"), "The address redirects in a loop.", 1, id="redirect loop"
        ),
        pytest.param(
            status(302), "The server redirects without saying where.", 1, id="redirect to nowhere"
        ),
    ],
)
def test_file_fails_with_reason_and_leaves_nothing(website, fetcher, behavior, reason, requests):
    with pytest.raises(FileNotFetched) as caught:
        fetcher.fetch(website.url("/report.pdf", behavior))

    assert (str(caught.value), len(website.requests)) == (reason, requests)
    assert [*fetcher.folder.rglob("*")] == []


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/a.pdf", "http://[::1]/a.pdf", "http://169.254.169.254/a.pdf"],
)
def test_private_address_is_refused(tmp_path, address):
    with pytest.raises(FileNotFetched, match="is on a private network"):
        FileFetcher(tmp_path).fetch(address)


def test_requests_to_a_host_are_spaced(website, fetcher, pauses):
    for number in range(3):
        fetcher.fetch(website.url(f"/{number}.pdf", send(PDF)))

    assert [0.3 < pause <= 1.0 for pause in pauses] == [True, True]


def test_host_that_does_not_answer_is_given_up(website, fetcher):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    client = website.client(is_allowed=lambda address, _: address == "127.0.0.1")
    fetcher = FileFetcher(fetcher.folder, client=client)
    reasons = []

    for number in range(5):
        with pytest.raises(FileNotFetched) as caught:
            fetcher.fetch(f"http://127.0.0.1:{port}/{number}.pdf")
        reasons.append(str(caught.value))

    assert (
        reasons
        == ["The server refuses connections."] * 3
        + ["It wasn’t tried, because this server didn’t answer for the files before it."] * 2
    )


def test_full_disk_is_reported_as_such(website, fetcher):
    address = website.url("/film.mp4", send(bytes(500_000), "video/mp4"))

    with full_disk(), pytest.raises(FileNotFetched, match="The disk is full"):
        fetcher.fetch(address)

    assert (files_below(fetcher.folder), len(website.requests)) == ([], 1)


# A connection that is cut


def test_only_rest_of_file_is_fetched_after_cut(website, fetcher):
    content = PDF + bytes(200_000)
    cut, rest = send_half(content, ETag='"1"'), send_rest(content, ETag='"1"')

    path = fetcher.fetch(website.url("/report.pdf", in_turn(cut, rest)))

    assert path.read_bytes() == content
    # What arrives is written in pieces of this size.
    asked = {name: website.headers[1][name] for name in ("Range", "If-Range")}
    assert asked == {"Range": "bytes=65536-", "If-Range": '"1"'}
    assert files_below(fetcher.folder) == []


def test_next_import_fetches_only_rest_too(website, fetcher):
    content = PDF + bytes(200_000)
    cut = send_half(content, Last_Modified="Mon, 05 Jan 2015 10:00:00 GMT")
    hang = (hang_up, hang_up)
    address = website.url("/report.pdf", in_turn(cut, *hang, send_rest(content)))
    with pytest.raises(FileNotFetched):
        fetcher.fetch(address)
    later = FileFetcher(fetcher.folder, client=fetcher.client)

    path = later.fetch(address)

    assert path.read_bytes() == content
    assert website.headers[-1]["If-Range"] == "Mon, 05 Jan 2015 10:00:00 GMT"


def test_file_that_changed_after_cut_is_fetched_whole(website, fetcher):
    cut, other = send_half(PDF + bytes(200_000), ETag='"1"'), send(PDF, ETag='"2"')

    path = fetcher.fetch(website.url("/report.pdf", in_turn(cut, other)))

    assert path.read_bytes() == PDF


@pytest.mark.parametrize(
    "second", [status(416), send_rest(PDF, Content_Range="bytes 0-9/9")], ids=["416", "other part"]
)
def test_file_is_fetched_whole_if_rest_is_not_sent(website, fetcher, second):
    cut = send_half(PDF + bytes(200_000), ETag='"1"')

    path = fetcher.fetch(website.url("/report.pdf", in_turn(cut, second, send(PDF))))

    assert path.read_bytes() == PDF
    assert files_below(fetcher.folder) == []


# An import


def build_parts(website) -> list[str]:
    base = f"{website.origin}/wp-content/uploads/2020/05"
    website.url("/wp-content/uploads/2020/05/report.pdf", send(PDF))
    website.url("/wp-content/uploads/2020/05/photo.png", send(picture().read(), "image/png"))
    return [
        attachment(7, f"{base}/photo.png"),
        item(
            1,
            content=f'<a href="{base}/report.pdf">A</a> <img src="{base}/photo-9x9.png" alt="B"> '
            f'<a href="{base}/gone.pdf">C</a>',
        ),
    ]


@pytest.fixture
def run(tmp_path, website, fetcher):
    path = write_export(tmp_path, *build_parts(website))
    export = path.read_text().replace("https://old.example.org", website.origin)
    path.write_text(export)
    return lambda **options: import_exports([path], fetcher=fetcher, **options)


def test_files_are_fetched_and_links_lead_to_them(db, run, website):
    report = run()

    document, image = Document.objects.get(), Image.objects.get()
    gone = f"{website.origin}/wp-content/uploads/2020/05/gone.pdf"
    assert Post.objects.get().body == f"[A]({document.file.url}) ![B]({image.url}) [C]({gone})"
    assert counts(report)["Files"] == {"new": 2, "skipped": 1}
    assert report.not_imported["files that the old site doesn’t have anymore"] == 1
    assert (report.failures, report.unaccounted()) == ([], {})


def test_next_import_fetches_only_what_is_not_here(db, run, website, fetcher):
    run()
    website.requests.clear()
    for path in fetcher.folder.iterdir():
        path.unlink()

    report = run()

    assert requested(website) == ["/wp-content/uploads/2020/05/gone.pdf"]
    assert counts(report)["Files"] == {"unchanged": 2, "skipped": 1}


def test_fetch_that_was_killed_goes_on_where_it_was(db, run, website, fetcher, monkeypatch):
    monkeypatch.setattr("imports.wordpress.media.store_file", lambda *_, **__: exit(1))
    with pytest.raises(SystemExit):
        run()
    monkeypatch.undo()

    run()

    assert sorted(requested(website)) == [
        f"/wp-content/uploads/2020/05/{name}" for name in ("gone.pdf", "photo.png", "report.pdf")
    ]


def test_dry_run_fetches_for_the_import_after_it(db, run, website):
    foreseen = run(is_dry_run=True)
    website.requests.clear()

    done = run()

    assert requested(website) == ["/wp-content/uploads/2020/05/gone.pdf"]
    assert counts(foreseen) == counts(done)
    assert (foreseen.remarks, foreseen.failures) == (done.remarks, done.failures)


def test_folder_comes_first(db, run, website, tmp_path):
    folder = tmp_path / "uploads" / "2020" / "05"
    folder.mkdir(parents=True)
    (folder / "report.pdf").write_bytes(PDF)

    report = run(media_folder=Path(tmp_path / "uploads"))

    assert "/wp-content/uploads/2020/05/report.pdf" not in requested(website)
    assert counts(report)["Files"] == {"new": 2, "skipped": 1}


@pytest.mark.django_db(transaction=True)
def test_fetched_copy_is_deleted_once_file_is_here(run, fetcher):
    run()

    assert [*fetcher.folder.iterdir()] == []

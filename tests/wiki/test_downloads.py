"""Counting downloads per file and day, without tracking readers."""

import threading
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories import PublicationFactory
from tests.support.pdfs import pdf
from wiki.models import DownloadCount
from wiki.services.downloads import Downloads, count_download, downloads_of
from wiki.services.publication_files import add_file, add_version

pytestmark = pytest.mark.django_db

CURRENT, FIRST = "/library/mastery/files/report.pdf", "/library/mastery/files/1/report.pdf"
READER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


@pytest.fixture
def file(db):
    publication = PublicationFactory(slug="mastery")
    return add_file(
        publication=publication, title="Report", file=BytesIO(pdf("A report.")), name="a.pdf"
    )


def fetch(client, path: str, **headers):
    response = client.get(path, headers={**READER, **headers})
    if response.streaming:
        b"".join(response.streaming_content)
    return response


def counts() -> list[tuple]:
    return list(DownloadCount.objects.values_list("file", "day", "count"))


def test_downloads_of_all_versions_share_one_daily_count(client, file):
    add_version(file=file, upload=BytesIO(pdf("Another.")), name="b.pdf")

    for path in (CURRENT, CURRENT, FIRST):
        fetch(client, path)

    assert counts() == [(file.pk, timezone.localdate(), 3)]


@pytest.mark.parametrize("path_for_nginx", ["", "/protected-media/"])
def test_only_range_starting_at_first_byte_counts(client, file, settings, path_for_nginx):
    settings.MEDIA_ACCEL_PATH = path_for_nginx

    statuses = [
        fetch(client, CURRENT, Range=part).status_code
        for part in ("bytes=0-99", "bytes=100-199", "bytes=-10", "bytes=999999-")
    ]

    # nginx finds out by itself that there is no such range.
    assert statuses == [206, 206, 206, 206 if path_for_nginx else 416]
    assert counts() == [(file.pk, timezone.localdate(), 1)]


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": BOT},
        {"User-Agent": "facebookexternalhit/1.1"},
        {"User-Agent": ""},
        {"Sec-Purpose": "prefetch;prerender"},
    ],
)
def test_bots_do_not_count(client, file, headers):
    response = fetch(client, CURRENT, **headers)

    assert (response.status_code, counts()) == (200, [])


def test_requests_without_download_do_not_count(client, file):
    kept = client.get(CURRENT)
    b"".join(kept.streaming_content)

    unchanged = fetch(client, CURRENT, **{"If-None-Match": kept["ETag"]})
    headers = client.generic("HEAD", CURRENT, headers=READER)
    b"".join(headers.streaming_content)
    missing = fetch(client, "/library/mastery/files/other.pdf")

    assert [unchanged.status_code, headers.status_code, missing.status_code] == [304, 200, 404]
    assert counts() == []


def test_download_sets_no_cookie(client, file):
    assert not fetch(client, CURRENT).cookies


def test_downloads_are_totaled_overall_and_for_last_30_days(file):
    today = timezone.localdate()
    for days, count in ((0, 1), (29, 2), (30, 4), (500, 8)):
        DownloadCount.objects.create(file=file, day=today - timedelta(days=days), count=count)

    assert downloads_of(file.publication) == {file.pk: Downloads(total=15, recent=3)}


@pytest.mark.django_db(transaction=True)
def test_concurrent_downloads_are_all_counted(file, empty_queue):
    start = threading.Barrier(8)

    def download() -> None:
        try:
            start.wait(60)
            for _ in range(5):
                count_download(file=file)
        finally:
            connection.close()

    threads = [threading.Thread(target=download) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert counts() == [(file.pk, timezone.localdate(), 40)]

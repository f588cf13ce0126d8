from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from content.views.media import leave_to_nginx
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db

CONTENT = bytes(range(256)) * 4
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@pytest.fixture
def address(settings):
    """Return a function that stores a file that a post links to, and returns its address."""

    def store(name: str) -> str:
        path = Path(settings.MEDIA_ROOT) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(CONTENT)
        PostFactory(body=f"[file](/media/{name})")
        return f"/media/{name}"

    return store


@pytest.mark.parametrize(
    ("name", "content_type", "disposition"),
    [
        ("images/a-0123456789.jpg", "image/jpeg", 'inline; filename="a.jpg"'),
        ("a.png", "image/png", 'inline; filename="a.png"'),
        ("a.avif", "image/avif", 'inline; filename="a.avif"'),
        ("a.webp", "image/webp", 'inline; filename="a.webp"'),
        ("report-0123456789.pdf", "application/pdf", 'inline; filename="report.pdf"'),
        ("talk.vtt", "text/vtt; charset=utf-8", 'inline; filename="talk.vtt"'),
        ("notes.txt", "text/plain; charset=utf-8", 'attachment; filename="notes.txt"'),
        ("people.csv", "text/csv; charset=utf-8", 'attachment; filename="people.csv"'),
        ("page.html", "application/octet-stream", 'attachment; filename="page.html"'),
        ("drawing.svg", "application/octet-stream", 'attachment; filename="drawing.svg"'),
        ("nothing", "application/octet-stream", 'attachment; filename="nothing"'),
    ],
)
def test_file_is_sent_with_its_content_type(client, address, name, content_type, disposition):
    response = client.get(address(name))

    assert b"".join(response.streaming_content) == CONTENT
    assert {
        header: response[header]
        for header in (
            "Content-Type",
            "Content-Disposition",
            "Content-Length",
            "Content-Security-Policy",
            "X-Content-Type-Options",
            "Cache-Control",
            "Accept-Ranges",
        )
    } == {
        "Content-Type": content_type,
        "Content-Disposition": disposition,
        "Content-Length": "1024",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "public, max-age=31536000, s-maxage=3600, immutable",
        "Accept-Ranges": "bytes",
    }
    assert not response.cookies


def test_cached_file_returns_not_modified(client, address):
    url = address("a.png")
    first = client.get(url)
    first.getvalue()

    by_etag = client.get(url, headers={"If-None-Match": first["ETag"]})
    by_date = client.get(url, headers={"If-Modified-Since": first["Last-Modified"]})
    other = client.get(url, headers={"If-None-Match": '"another"'})
    other.getvalue()

    assert [response.status_code for response in (by_etag, by_date, other)] == [304, 304, 200]
    age = datetime.now(UTC) - parsedate_to_datetime(first["Last-Modified"])
    assert 0 <= age.total_seconds() < 600


@pytest.mark.parametrize(
    ("range_header", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-99", 10, 99),
        ("bytes=1000-", 1000, 1023),
        ("bytes=1000-999999", 1000, 1023),
        ("bytes=-24", 1000, 1023),
        ("bytes=-999999", 0, 1023),
    ],
)
def test_requested_range_is_sent(client, address, range_header, first, last):
    response = client.get(address("a.pdf"), headers={"Range": range_header})

    assert b"".join(response.streaming_content) == CONTENT[first : last + 1]
    assert (response.status_code, response["Content-Range"], response["Content-Length"]) == (
        206,
        f"bytes {first}-{last}/1024",
        str(last - first + 1),
    )


@pytest.mark.parametrize("range_header", ["bytes=1024-", "bytes=5000-6000", "bytes=-0"])
def test_range_beyond_end_is_rejected(client, address, range_header):
    response = client.get(address("a.pdf"), headers={"Range": range_header})

    assert (response.status_code, response["Content-Range"]) == (416, "bytes */1024")


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=9-5"},
        {"Range": "bytes=-"},
        {"Range": "bytes=0-1,4-5"},
        {"Range": "lines=0-1"},
        {"Range": "bytes=0-1", "If-Range": '"of another version"'},
    ],
)
def test_whole_file_is_sent_if_range_is_invalid(client, address, headers):
    response = client.get(address("a.pdf"), headers=headers)

    assert (response.status_code, b"".join(response.streaming_content)) == (200, CONTENT)


def test_range_is_sent_if_file_is_unchanged(client, address):
    url = address("a.pdf")
    first = client.get(url)
    first.getvalue()

    response = client.get(url, headers={"Range": "bytes=0-1", "If-Range": first["ETag"]})

    assert (response.status_code, b"".join(response.streaming_content)) == (206, CONTENT[:2])


@pytest.mark.parametrize(
    "path", ["missing.png", "../secret.txt", "%2e%2e/secret.txt", "images", "images/", "a%00.png"]
)
def test_no_other_file_can_be_read(client, address, settings, path):
    address("images/a.png")
    (Path(settings.MEDIA_ROOT).parent / "secret.txt").write_text("secret")

    assert client.get(f"/media/{path}").status_code == 404


def test_file_is_read_only(client, address):
    assert client.post(address("a.png")).status_code == 405


@pytest.mark.parametrize(
    ("headers", "status", "content_range"),
    [
        ({}, 200, None),
        ({"Range": "bytes=10-99"}, 206, "bytes 10-99/1024"),
        ({"Range": "bytes=0-1", "If-Range": '"of another version"'}, 200, None),
    ],
)
def test_nginx_is_told_which_file_to_send(
    client, address, settings, headers, status, content_range
):
    settings.MEDIA_ACCEL_PATH = "/protected-media/"

    response = client.get(address("a.pdf"), headers=headers)

    assert (response.status_code, response.content) == (status, b"")
    assert (response["X-Accel-Redirect"], response.get("Content-Range")) == (
        "/protected-media/a.pdf",
        content_range,
    )
    assert response["Content-Security-Policy"] == POLICY


def test_nginx_gets_path_of_file_quoted(settings):
    settings.MEDIA_ACCEL_PATH = "/protected-media/"

    response = leave_to_nginx("images/100% a?b.pdf", name="b.pdf", size=1024, section=None)

    assert response["X-Accel-Redirect"] == "/protected-media/images/100%25%20a%3Fb.pdf"


def test_missing_file_is_not_left_to_nginx(client, settings):
    settings.MEDIA_ACCEL_PATH = "/protected-media/"
    PostFactory(body="[file](/media/missing.pdf)")

    assert client.get("/media/missing.pdf").status_code == 404

"""How the layer around Django sends pages and files: encodings, ETags, and HEAD."""

import gzip
from io import BytesIO

import brotli
import pytest
from django.http import FileResponse

from tests.support.page_caches import ETAG, TEXT, CachedSite, kept_connections

SATURDAY = "Sat, 28 Nov 2026 09:00:00 GMT"
SUNDAY = "Sun, 29 Nov 2026 09:00:00 GMT"


@pytest.fixture(autouse=True)
def _kept_connections():
    with kept_connections():
        yield


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.000, *", "gzip"),
        ("*", "br"),
        ("identity", ""),
        ("gzip;q=0", ""),
        ("", ""),
    ],
)
def test_pages_are_compressed_as_clients_accept(accepted, encoding):
    site = CachedSite(headers={"ETag": ETAG, "Vary": "Accept"})
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding]

    for _ in range(2):
        _, headers, body = site.get(accept_encoding=accepted)

        assert headers.get("Content-Encoding", "") == encoding
        assert headers["Content-Length"] == str(len(body))
        assert headers["Vary"] == "Accept, Accept-Encoding"
        assert headers["ETag"] == f"W/{ETAG}"
        assert decode(body).decode() == TEXT


@pytest.mark.parametrize(
    "response",
    [{"content": "short"}, {"content_type": "image/png"}, {"content_type": "application/pdf"}],
    ids=str,
)
def test_what_compression_makes_no_smaller_is_sent_as_it_is(response):
    _, headers, _ = CachedSite(**response).get(accept_encoding="br")

    assert "Content-Encoding" not in headers


@pytest.mark.parametrize(
    "headers",
    [
        {"if_none_match": ETAG},
        {"if_none_match": f"W/{ETAG}"},
        {"if_none_match": f'"other", W/{ETAG}'},
        {"if_none_match": "*"},
    ],
    ids=str,
)
def test_client_that_has_page_gets_only_its_headers(headers):
    site = CachedSite(headers={"ETag": ETAG, "Cache-Control": "public"})

    for _ in range(2):
        status, sent, body = site.get(**headers)

        assert (status, body, site.rendered) == (304, b"", ["/blog/"])
        assert (sent["ETag"], sent["Cache-Control"]) == (f"W/{ETAG}", "public")
        assert "Content-Length" not in sent


@pytest.mark.parametrize(
    "headers",
    [
        {"if_none_match": '"other"'},
        {"if_none_match": '"other"', "if_modified_since": SUNDAY},
        {"if_none_match": ""},
        {"if_modified_since": SATURDAY},
        # A person's name in it may have been changed since, and no date of the page says so.
        {"if_modified_since": SUNDAY},
    ],
    ids=str,
)
def test_client_that_may_have_another_page_gets_this_one(headers):
    site = CachedSite(headers={"ETag": ETAG, "Last-Modified": SATURDAY})

    answers = [site.get(**headers) for _ in range(2)]

    assert [answer[0] for answer in answers] == [200, 200]
    # Nor does anyone else decide by it, such as nginx.
    assert ["Last-Modified" in answer[1] for answer in answers] == [False, False]


def send_file(environ, start_response):
    """Answer with a file, or with the beginning that a client asks for."""
    is_part = "HTTP_RANGE" in environ
    response = FileResponse(BytesIO(TEXT[:5].encode() if is_part else TEXT.encode()))
    response.status_code = 206 if is_part else 200
    response["ETag"], response["Accept-Ranges"] = ETAG, "bytes"
    response["Content-Length"] = 5 if is_part else len(TEXT)
    start_response(f"{response.status_code} {response.reason_phrase}", response.items())
    return response


@pytest.mark.parametrize("headers", [{}, {"range": "bytes=0-4"}], ids=str)
def test_client_that_has_file_gets_only_its_headers(headers):
    site = CachedSite()
    site.cache.application = send_file

    status, sent, body = site.get("/blog/mastery.pdf", if_none_match=f"W/{ETAG}", **headers)

    assert (status, body) == (304, b"")
    assert sent == {"ETag": ETAG, "Accept-Ranges": "bytes"}


def test_files_are_sent_as_they_are(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(TEXT)

    def send_file(environ, start_response):
        response = FileResponse(file.open("rb"))
        start_response("200 OK", response.items())
        return response

    site = CachedSite()
    site.cache.application = send_file

    _, headers, body = site.get(accept_encoding="br")

    assert (headers["Content-Length"], body.decode()) == (str(len(TEXT)), TEXT)
    assert "Content-Encoding" not in headers


def test_head_of_file_is_that_of_the_whole_file():
    site = CachedSite()
    site.cache.application = send_file

    status, sent, body = site.get("/blog/mastery.pdf", method="HEAD", range="bytes=0-4")

    assert (status, sent["Content-Length"], body) == (200, str(len(TEXT)), b"")


@pytest.mark.parametrize("redirect", [{}, {"X-Accel-Redirect": "/protected-media/a.pdf"}], ids=str)
@pytest.mark.parametrize("status", [200, 416])
def test_file_is_never_kept_or_shared(status, redirect):
    """It depends on the range that each client asks for."""
    site = CachedSite(status=status, headers={"ETag": ETAG, "Accept-Ranges": "bytes", **redirect})
    shared = []
    site.while_rendering = lambda: shared.extend(site.cache._renderings.values())

    site.get("/blog/mastery.pdf"), site.get("/blog/mastery.pdf")

    assert (len(site.rendered), [each.page for each in shared]) == (2, [None, None])


@pytest.mark.parametrize("status", [404, 400, 500])
def test_error_is_answered_as_it_is_whatever_the_client_has(status):
    site = CachedSite(status=status)

    assert [site.get(if_none_match="*")[0] for _ in range(2)] == [status, status]


def test_head_of_page_that_is_not_in_memory_is_answered_with_its_headers():
    head = CachedSite().get(method="HEAD", accept_encoding="br")

    _, headers, _ = CachedSite().get(accept_encoding="br")
    assert head == (200, headers, b"")


def test_head_is_answered_with_headers_of_page():
    site = CachedSite()
    _, headers, body = site.get(accept_encoding="br")

    assert site.get(method="HEAD", accept_encoding="br") == (200, headers, b"")
    assert len(site.rendered) == 1
    assert body

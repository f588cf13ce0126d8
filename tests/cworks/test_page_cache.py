"""What the layer around Django keeps, and what it sends from memory."""

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import brotli
import pytest
from django.http import FileResponse, HttpResponse
from django.test import RequestFactory

from cworks.page_cache.layer import PageCache, Rendering
from tests.support.page_caches import KnownChanges, kept_connections

TEXT = "Mastery takes time. " * 100
ETAG = '"5a3c"'
SATURDAY = "Sat, 28 Nov 2026 09:00:00 GMT"
SUNDAY = "Sun, 29 Nov 2026 09:00:00 GMT"


@pytest.fixture(autouse=True)
def _kept_connections():
    with kept_connections():
        yield


class Site:
    """A page cache around an application that counts what it renders."""

    def __init__(self, *, max_bytes: int = 1_000_000, cookies: str = "", **response) -> None:
        self.cookies = cookies
        self.response = {"content": TEXT, "headers": {"ETag": ETAG}} | response
        self.rendered: list[str] = []
        self.while_rendering = lambda: None
        self.cache = PageCache(self.render, max_bytes=max_bytes)
        self.changes = self.cache.changes = KnownChanges()

    def render(self, environ, start_response):
        query = environ["QUERY_STRING"]
        self.rendered.append(environ["PATH_INFO"] + (f"?{query}" if query else ""))
        self.while_rendering()
        response = HttpResponse(**self.response)
        response.cookies.load(self.cookies)
        start_response(f"{response.status_code} {response.reason_phrase}", response.items())
        return response

    def get(self, address: str = "/blog/", *, method: str = "GET", **headers: str):
        environ = (
            RequestFactory(headers={"host": "testserver"} | headers)
            .generic(method, address)
            .environ
        )
        answer = []
        response = self.cache(environ, lambda *given: answer.extend(given))
        body = b"".join(response)
        getattr(response, "close", lambda: None)()
        return int(answer[0][:3]), dict(answer[1]), body


def test_page_is_rendered_once_for_all():
    site = Site()

    first, second = site.get(), site.get(user_agent="Someone else", cookie="sessionid=x")

    assert site.rendered == ["/blog/"]
    assert first == second
    assert first[2].decode() == TEXT


@pytest.mark.parametrize("status", [301, 404])
def test_redirects_and_missing_pages_are_rendered_once(status):
    site = Site(status=status)

    answers = [site.get("/old/")[0] for _ in range(3)]

    assert (answers, site.rendered) == ([status] * 3, ["/old/"])


def test_what_says_nothing_about_caches_is_for_them_for_a_second():
    headers = Site(status=404).get()[1]

    assert headers["Cache-Control"] == "public, max-age=0, s-maxage=1"


@pytest.mark.parametrize(
    "response",
    [
        {"cookies": "a=b"},
        {"headers": {"Vary": "Accept-Language, Cookie"}},
        {"headers": {"Cache-Control": "private"}},
        {"headers": {"Cache-Control": "no-store"}},
        {"headers": {"Cache-Control": "max-age=0, no-cache"}},
        {"status": 302},
        {"status": 400},
        {"status": 429},
        {"status": 500},
        {"status": 503},
    ],
    ids=str,
)
def test_what_is_not_for_everyone_is_rendered_each_time(response):
    site = Site(**response)

    site.get(), site.get()

    assert len(site.rendered) == 2


@pytest.mark.parametrize(
    "address",
    ["/admin/", "/registrations/x/", "/preview/x/", "/media/a.png", "/library/x/files/a.pdf"],
)
def test_private_pages_and_files_go_to_django_each_time(address):
    site = Site()

    site.get(address), site.get(address)

    assert site.rendered == [address, address]


def test_forms_that_are_sent_go_to_django_each_time():
    site = Site()

    site.get(), site.get(method="POST"), site.get(method="POST")

    assert len(site.rendered) == 3


def send_file(environ, start_response):
    """Answer with a file, or with the beginning that a client asks for."""
    is_part = "HTTP_RANGE" in environ
    response = FileResponse(BytesIO(TEXT[:5].encode() if is_part else TEXT.encode()))
    response.status_code = 206 if is_part else 200
    response["ETag"], response["Accept-Ranges"] = ETAG, "bytes"
    response["Content-Length"] = 5 if is_part else len(TEXT)
    start_response(f"{response.status_code} {response.reason_phrase}", response.items())
    return response


def test_files_are_sent_as_they_are(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(TEXT)

    def send_file(environ, start_response):
        response = FileResponse(file.open("rb"))
        start_response("200 OK", response.items())
        return response

    site = Site()
    site.cache.application = send_file

    _, headers, body = site.get(accept_encoding="br")

    assert (headers["Content-Length"], body.decode()) == (str(len(TEXT)), TEXT)
    assert "Content-Encoding" not in headers


def test_other_hosts_and_pages_are_other_pages():
    site = Site()

    for address in ("/blog/", "/blog/?before=a", "/blog/?before=b", "/tags/"):
        site.get(address), site.get(address)
    site.get("/blog/", host="localhost")

    assert site.rendered == ["/blog/", "/blog/?before=a", "/blog/?before=b", "/tags/", "/blog/"]


@pytest.mark.parametrize("query", ["x=1", "before=a&x=1", "=", "before=" + "a" * 300])
def test_nothing_is_kept_for_queries_that_no_view_knows(query):
    site = Site()

    site.get(f"/blog/?{query}"), site.get(f"/blog/?{query}")

    assert len(site.rendered) == 2
    assert site.cache.pages.bytes + site.cache.made_up.bytes == 0


@pytest.mark.parametrize(
    ("address", "rendered"),
    [
        ("/blog/?utm_source=news&utm_campaign=may", "/blog/"),
        ("/blog/?fbclid=abc", "/blog/"),
        ("/blog/?&", "/blog/"),
        ("/blog/?before=a&fbclid=abc", "/blog/?before=a"),
        ("/blog/?gclid=1&before=a&mc_eid=2", "/blog/?before=a"),
    ],
)
def test_what_newsletters_add_to_links_makes_no_other_page(address, rendered):
    site = Site()
    site.get(rendered)

    site.get(address)

    assert site.rendered == [rendered]


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
    site = Site(headers={"ETag": ETAG, "Vary": "Accept"})
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
    _, headers, _ = Site(**response).get(accept_encoding="br")

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
    site = Site(headers={"ETag": ETAG, "Cache-Control": "public"})

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
    site = Site(headers={"ETag": ETAG, "Last-Modified": SATURDAY})

    answers = [site.get(**headers) for _ in range(2)]

    assert [answer[0] for answer in answers] == [200, 200]
    # Nor does anyone else decide by it, such as nginx.
    assert ["Last-Modified" in answer[1] for answer in answers] == [False, False]


@pytest.mark.parametrize("headers", [{}, {"range": "bytes=0-4"}], ids=str)
def test_client_that_has_file_gets_only_its_headers(headers):
    site = Site()
    site.cache.application = send_file

    status, sent, body = site.get("/blog/mastery.pdf", if_none_match=f"W/{ETAG}", **headers)

    assert (status, body) == (304, b"")
    assert sent == {"ETag": ETAG, "Accept-Ranges": "bytes"}


def test_head_of_file_is_that_of_the_whole_file():
    site = Site()
    site.cache.application = send_file

    status, sent, body = site.get("/blog/mastery.pdf", method="HEAD", range="bytes=0-4")

    assert (status, sent["Content-Length"], body) == (200, str(len(TEXT)), b"")


@pytest.mark.parametrize("redirect", [{}, {"X-Accel-Redirect": "/protected-media/a.pdf"}], ids=str)
@pytest.mark.parametrize("status", [200, 416])
def test_file_is_never_kept_or_shared(status, redirect):
    """It depends on the range that each client asks for."""
    site = Site(status=status, headers={"ETag": ETAG, "Accept-Ranges": "bytes", **redirect})
    shared = []
    site.while_rendering = lambda: shared.extend(site.cache._renderings.values())

    site.get("/blog/mastery.pdf"), site.get("/blog/mastery.pdf")

    assert (len(site.rendered), [each.page for each in shared]) == (2, [None, None])


@pytest.mark.parametrize("address", ["/tags/files/", "/wiki/files/history/", "/files/a.pdf"])
def test_page_whose_address_has_the_word_files_is_kept(address):
    site = Site()

    site.get(address), site.get(address)

    assert len(site.rendered) == 1


@pytest.mark.parametrize("status", [404, 400, 500])
def test_error_is_answered_as_it_is_whatever_the_client_has(status):
    site = Site(status=status)

    assert [site.get(if_none_match="*")[0] for _ in range(2)] == [status, status]


def test_head_of_page_that_is_not_in_memory_is_answered_with_its_headers():
    head = Site().get(method="HEAD", accept_encoding="br")

    _, headers, _ = Site().get(accept_encoding="br")
    assert head == (200, headers, b"")


def test_long_made_up_addresses_take_no_memory():
    site = Site(status=301, headers={"Location": "/x/"})

    for number in range(20):
        site.get(f"/{number}{'a' * 4_000}")

    assert site.cache.made_up.bytes == 0


@pytest.mark.parametrize("first", ["https, http", "http", "https"])
@pytest.mark.parametrize("second", ["https, http", "http", "https"])
def test_secure_and_other_requests_get_different_pages(settings, first, second):
    settings.BEHIND_PROXY = True
    site = Site()

    for forwarded in (first, second):
        site.get(x_forwarded_proto=forwarded)

    is_same = first.startswith("https") == second.startswith("https")
    assert len(site.rendered) == (1 if is_same else 2)


def test_head_is_answered_with_headers_of_page():
    site = Site()
    _, headers, body = site.get(accept_encoding="br")

    assert site.get(method="HEAD", accept_encoding="br") == (200, headers, b"")
    assert len(site.rendered) == 1
    assert body


def test_least_recently_used_page_makes_room():
    one = Site()
    one.get("/0/")
    size = one.cache.pages.bytes
    site = Site(max_bytes=size * 4)  # of which three quarters are for pages
    for address in ("/1/", "/2/", "/3/", "/1/", "/4/"):
        site.get(address)
    site.rendered.clear()

    for address in ("/1/", "/3/", "/4/", "/2/"):
        site.get(address)

    assert site.rendered == ["/2/"]
    assert site.cache.pages.bytes <= size * 3


def test_addresses_that_anyone_makes_up_leave_pages_in_memory():
    site = Site(max_bytes=100_000)
    site.get("/blog/")
    site.response["status"] = 404
    for number in range(100):
        site.get(f"/missing/{number}/")
    site.response["status"] = 200
    for number in range(100):
        site.get(f"/search/?q={number}")
        site.get("/blog/", host=f"testserver:{number}")
    site.rendered.clear()

    site.get("/blog/")

    assert site.rendered == []
    assert site.cache.pages.bytes + site.cache.made_up.bytes <= 100_000


def test_hosts_and_addresses_of_pages_take_their_part_of_the_memory():
    site = Site(max_bytes=400_000, status=301, content="")
    for number in range(100):
        site.get("/blog", host=f"testserver:{number:07000}")

    # A quarter of the memory is for what anyone can make up.
    assert 0 < len(site.cache.made_up._pages) * 7_000 <= 100_000


def test_nothing_is_kept_or_sent_from_memory_while_changes_are_unknown():
    site = Site()
    site.get("/1/")
    site.changes.are_known = False
    site.get("/1/"), site.get("/2/")
    site.changes.are_known = True
    site.get("/2/")

    assert site.rendered == ["/1/", "/1/", "/2/", "/2/"]


def test_page_that_was_rendered_during_change_is_not_kept():
    site = Site()

    def change() -> None:
        site.changes.generation += 1
        site.cache.clear()
        site.while_rendering = lambda: None

    site.while_rendering = change
    site.get(), site.get(), site.get()

    assert len(site.rendered) == 2


def test_many_readers_of_page_wait_for_one_rendering(monkeypatch):
    site = Site()
    readers = 20
    waiting = threading.Semaphore(0)
    wait = Rendering.wait

    def wait_noticeably(rendering):
        waiting.release()
        return wait(rendering)

    def wait_for_readers() -> None:
        for _ in range(readers - 1):
            assert waiting.acquire(timeout=10)

    monkeypatch.setattr(Rendering, "wait", wait_noticeably)
    site.while_rendering = wait_for_readers
    with ThreadPoolExecutor(readers) as threads:
        answers = list(threads.map(lambda _: site.get()[2].decode(), range(readers)))

    assert (site.rendered, answers) == (["/blog/"], [TEXT] * readers)


def test_reader_after_change_does_not_wait_for_page_from_before():
    site = Site()
    texts = []

    def change_and_read() -> None:
        site.while_rendering = lambda: None
        site.changes.generation += 1
        texts.append(site.get()[2])

    site.while_rendering = change_and_read

    site.get()

    assert (len(texts), site.rendered) == (1, ["/blog/", "/blog/"])


def test_readers_are_answered_although_rendering_fails():
    site = Site()
    original = site.render

    def fail_once(environ, start_response):
        site.cache.application = original
        raise RuntimeError

    site.cache.application = fail_once
    with pytest.raises(RuntimeError):
        site.get()

    assert site.get()[0] == 200


def test_page_that_changed_while_it_was_rendered_is_in_memory_at_no_moment():
    site = Site()
    kept = []

    class Changes(KnownChanges):
        @property
        def generation(self) -> int:
            """As if, before each question but the first, something had changed."""
            kept.append(site.cache.pages.bytes + site.cache.made_up.bytes)
            return len(kept)

    site.cache.changes = Changes()

    site.get()

    assert kept == [0, 0]

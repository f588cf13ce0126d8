"""The site behind the real nginx, with the configuration in docs/nginx.conf."""

import gzip
import http.client
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from blog.models import Post
from content.copies.making import copy_of_entry
from content.models import SavedCopy
from tests.factories import EventFactory, PostFactory, UserFactory
from tests.support.database_servers import make_directory
from tests.support.nginx_servers import (
    ENVIRONMENT,
    TIMEOUT,
    Answer,
    NginxServer,
    ask,
    find_nginx,
    run_nginx,
)
from tests.support.site_servers import get_test_database_url, run_site

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        find_nginx() is None, reason="nginx is not installed (on Debian: apt install nginx)"
    ),
]

CONTENT = bytes(range(256)) * 4
STYLES = "p { color: black }" * 100
HASHED = "styles.0123456789ab.css"
OF_FILE = {
    "Content-Type": ["application/pdf"],
    "Content-Disposition": ['inline; filename="report.pdf"'],
    "Content-Security-Policy": ["default-src 'none'; style-src 'unsafe-inline'; sandbox"],
    "X-Content-Type-Options": ["nosniff"],
    "Cache-Control": ["public, max-age=31536000, s-maxage=3600, immutable"],
    "Referrer-Policy": ["strict-origin-when-cross-origin"],
}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with make_directory() as folder:
        yield folder


@pytest.fixture(scope="module")
def media_root(folder) -> Path:
    # As tests.settings names it.
    media_root = folder / "test" / "media"
    media_root.mkdir(parents=True)
    return media_root


@pytest.fixture(scope="module")
def static_root(folder) -> Path:
    static_root = folder / "static"
    static_root.mkdir()
    for name in (HASHED, "styles.css"):
        (static_root / name).write_text(STYLES)
        (static_root / f"{name}.gz").write_bytes(gzip.compress(STYLES.encode()))
    return static_root


@pytest.fixture(scope="module")
def nginx(django_db_setup, django_db_blocker, folder, media_root, static_root):
    with django_db_blocker.unblock():
        url = get_test_database_url()
    with (
        run_site(
            DJANGO_SETTINGS_MODULE="tests.settings",
            DATABASE_URL=url,
            CWORKS_DATA_DIR=str(folder),
            SECRET_KEY=settings.SECRET_KEY,  # of the sessions that tests begin
            WEB_CONCURRENCY="1",
            **ENVIRONMENT,
        ) as site,
        run_nginx(
            site_port=site.port,
            media_root=media_root,
            static_root=static_root,
            more="add_header X-Cache $upstream_cache_status always;",
        ) as nginx,
    ):
        yield nginx


@pytest.fixture
def staff(client) -> dict[str, str]:
    """The headers of a request by someone who has signed in."""
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}


def ask_until(condition: Callable[[Answer], bool], nginx: NginxServer, path: str, **headers):
    """Ask again and again, and return the answer and when the request for it was sent."""
    client = nginx.connect()
    give_up_at = time.monotonic() + TIMEOUT
    while time.monotonic() < give_up_at:
        sent = time.monotonic()
        answer = ask(client, path, **headers)
        if condition(answer):
            client.close()
            return answer, sent
    raise AssertionError(f"{path} does not answer as expected: {answer.status}, {answer.headers}")


def is_kept(answer: Answer) -> bool:
    return answer["X-Cache"] == "HIT"


def test_edit_is_visible_within_a_second(nginx):
    post = PostFactory(title="Before", slug="edited")
    address = post.get_absolute_url()
    before, _ = ask_until(is_kept, nginx, address)

    Post.objects.filter(pk=post.pk).update(title="After")
    committed = time.monotonic()
    after, sent = ask_until(lambda answer: b"<title>After " in answer.body, nginx, address)

    assert b"<title>Before " in before.body
    # The request before this one was the last to be answered with the old page.
    assert sent - committed < 1
    for each in (before, after):
        assert each.headers.get_all("Cache-Control") == ["public, max-age=0, s-maxage=1"]
        assert each["X-Accel-Expires"] is None


def test_page_is_used_for_half_a_second_at_most(nginx):
    address = PostFactory().get_absolute_url()
    client = nginx.connect()
    used: list[float] = []
    first_use, asked_again = None, 0

    while asked_again < 5:
        sent = time.monotonic()
        answer = ask(client, address)
        if not is_kept(answer):
            asked_again += 1
            first_use = None
        elif first_use is None:
            first_use = time.monotonic()
        else:
            used.append(sent - first_use)
    client.close()

    assert max(used) < 0.55


def test_unchanged_page_is_not_fetched_again(nginx):
    address = PostFactory().get_absolute_url()
    first = nginx.ask(address)

    again, _ = ask_until(lambda answer: answer["X-Cache"] == "REVALIDATED", nginx, address)
    known = nginx.ask(address, If_None_Match=first["ETag"])

    assert (again.status, again.body) == (200, first.body)
    assert (known.status, known.body) == (304, b"")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br, zstd", "br"), ("br,gzip", "br"), ("gzip", "gzip"), ("", None)],
)
def test_pages_are_kept_as_the_site_compresses_them(nginx, accepted, encoding):
    address = PostFactory(body="A paragraph.\n\n" * 100).get_absolute_url()

    answer, _ = ask_until(is_kept, nginx, address, Accept_Encoding=accepted or "identity")

    assert answer["Content-Encoding"] == encoding


@pytest.mark.parametrize("path", ["/missing/", "/blog/missing"])
def test_missing_pages_and_redirects_are_kept(nginx, path):
    answer, _ = ask_until(is_kept, nginx, path)

    assert answer["Cache-Control"] == "public, max-age=0, s-maxage=1"


def test_staff_page_is_not_kept(nginx, staff):
    page = nginx.ask("/admin/", **staff)
    again = nginx.ask("/admin/", **staff)
    anonymous = nginx.ask("/admin/")

    # nginx didn't even look.
    assert [(each.status, each["X-Cache"]) for each in (page, again, anonymous)] == [
        (200, None),
        (200, None),
        (302, None),
    ]


def test_form_with_cookie_is_not_kept(nginx):
    address = f"{EventFactory().get_absolute_url()}register/"

    answers = [nginx.ask(address) for _ in range(3)]

    assert [each["X-Cache"] for each in answers] == ["MISS"] * 3
    assert len({each["Set-Cookie"] for each in answers} - {None}) == 3


def test_unknown_query_is_not_kept(nginx):
    assert [nginx.ask("/?x=1")["X-Cache"] for _ in range(3)] == ["MISS"] * 3


def store(media_root: Path, name: str) -> str:
    (media_root / name).write_bytes(CONTENT)
    return f"/media/{name}"


def test_range_of_public_file_is_sent(nginx, media_root):
    address = store(media_root, "report-0123456789.pdf")
    PostFactory(body=f"[file]({address})")

    answer = nginx.ask(address, Range="bytes=10-99")
    whole = nginx.ask(address)
    known = nginx.ask(address, If_None_Match=whole["ETag"])

    assert (answer.status, answer.body) == (206, CONTENT[10:100])
    assert (whole.status, whole.body, known.status) == (200, CONTENT, 304)
    for each in (whole, answer):
        assert {name: each.headers.get_all(name) for name in OF_FILE} == OF_FILE
    assert answer["Content-Range"] == "bytes 10-99/1024"
    assert (whole["ETag"], whole["Last-Modified"]) == (answer["ETag"], answer["Last-Modified"])
    assert (known["ETag"], whole["X-Accel-Redirect"]) == (whole["ETag"], None)


def test_copy_of_page_is_not_sent_again(nginx, media_root):
    post = PostFactory(body="A paragraph.")
    copy = copy_of_entry(Post.objects.as_page().get(pk=post.pk))
    store(media_root, "copy.pdf")
    SavedCopy.objects.create(name=f"post-{post.pk}.pdf", digest=copy.digest, path="copy.pdf")
    address = f"{post.get_absolute_url().rstrip('/')}.pdf"

    whole = nginx.ask(address)
    known = nginx.ask(address, If_None_Match=whole["ETag"])
    part = nginx.ask(address, Range="bytes=10-99", If_Range=whole["ETag"])

    assert (whole.status, whole.body) == (200, CONTENT)
    assert (known.status, known.body, known["ETag"]) == (304, b"", whole["ETag"])
    assert (part.status, part.body) == (206, CONTENT[10:100])


def test_private_file_is_sent_to_staff_only(nginx, media_root, staff):
    address = store(media_root, "private.pdf")
    PostFactory(draft=True, body=f"[file]({address})")

    allowed = nginx.ask(address, **staff)
    refused = nginx.ask(address)

    assert (allowed.status, allowed.body) == (200, CONTENT)
    assert (allowed["Cache-Control"], allowed["Referrer-Policy"]) == (
        "private, no-store",
        "no-referrer",
    )
    assert refused.status == 404


@pytest.mark.parametrize("path", ["/protected-media/", "/protected-media/hidden.pdf"])
def test_client_cannot_reach_files_past_the_site(nginx, media_root, path):
    store(media_root, "hidden.pdf")

    assert nginx.ask(path).status == 404


@pytest.mark.parametrize(
    ("name", "control"),
    [(HASHED, "public, max-age=31536000, immutable"), ("styles.css", "public, max-age=60")],
)
def test_static_files_are_sent_compressed(nginx, name, control):
    answer = nginx.ask(f"/static/{name}", Accept_Encoding="gzip, br")

    assert gzip.decompress(answer.body) == STYLES.encode()
    assert (answer["Content-Encoding"], answer["Content-Type"], answer["Cache-Control"]) == (
        "gzip",
        "text/css",
        control,
    )


def test_site_hears_of_client_what_nginx_saw(website, media_root, static_root):
    with run_nginx(site_port=website.port, media_root=media_root, static_root=static_root) as nginx:
        nginx.ask(
            "/",
            X_Forwarded_For="203.0.113.9",
            X_Forwarded_Proto="http",
            X_Request_Start="t=9999999999.9",
            Accept_Encoding="deflate,  gzip",
        )

    heard = {name.title(): value for name, value in website.headers[0].items()}
    expected = {
        "Host": "127.0.0.1",
        "X-Forwarded-For": "203.0.113.9, 127.0.0.1",
        "X-Forwarded-Proto": "https",
        "Accept-Encoding": "gzip",
    }
    assert {name: heard.get(name) for name in expected} == expected
    assert float(heard["X-Request-Start"].removeprefix("t=")) <= time.time()


def test_plain_http_redirects_to_https(nginx):
    client = http.client.HTTPConnection("127.0.0.1", nginx.plain_port, timeout=TIMEOUT)
    answer = ask(client, "/blog/?page=2")
    client.close()

    assert (answer.status, answer["Location"]) == (301, "https://127.0.0.1/blog/?page=2")


def test_http2_is_spoken(nginx):
    client = nginx.connect()
    client._context.set_alpn_protocols(["h2", "http/1.1"])
    client.connect()

    assert client.sock.selected_alpn_protocol() == "h2"
    client.close()

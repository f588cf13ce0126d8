"""Until when nginx may keep the pages of the site."""

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cworks.page_cache import layer
from cworks.page_cache.layer import PageCache, Rendering
from cworks.wsgi import without_charset
from tests.factories import EventFactory, PostFactory
from tests.support.page_caches import KnownChanges

pytestmark = pytest.mark.django_db(transaction=True)

FOR_EVERYONE = "public, max-age=0, s-maxage=1"
AT = 1_800_000_000.5


@pytest.fixture
def ask(settings, monkeypatch):
    """Return a function that returns Cache-Control and X-Accel-Expires of an answer."""
    settings.BEHIND_PROXY, settings.MEDIA_ACCEL_PATH = True, "/protected-media/"

    def ask(
        path: str, *, at: float = AT, known_at: float | None = None, **headers: str
    ) -> tuple[str | None, str | None]:
        monkeypatch.setattr(layer, "time", SimpleNamespace(time=lambda: at))
        answer: dict[str, str] = {}
        application = PageCache(without_charset, max_bytes=1_000_000)
        if known_at is not None:
            application.changes = KnownChanges()
            application.changes.known_at = known_at
            # Now it is in memory.
            application(RequestFactory().get(path).environ, lambda status, headers: None)
        environ = RequestFactory().get(path, headers=headers).environ
        application(environ, lambda status, headers: answer.update(headers))
        return answer.get("Cache-Control"), answer.get("X-Accel-Expires")

    return ask


@pytest.mark.parametrize(
    ("at", "known_at", "expected"),
    [
        (1_800_000_000.3, 1_800_000_000.1, (FOR_EVERYONE, "@1800000000")),
        (1_800_000_000.9, 1_800_000_000.1, (FOR_EVERYONE, "@1800000000")),
        (1_800_000_000.0, 1_799_999_999.9, (FOR_EVERYONE, "@1799999999")),
        (1_800_000_000.6, 1_799_999_999.9, (FOR_EVERYONE, "@1799999999")),
        # It isn't from memory.
        (1_800_000_000.0, None, (FOR_EVERYONE, "@1800000000")),
        (1_800_000_000.99, None, (FOR_EVERYONE, "@1800000000")),
    ],
)
def test_page_is_kept_until_second_ends_in_which_it_was_right(ask, at, known_at, expected):
    PostFactory(slug="post")

    assert ask("/", at=at, known_at=known_at) == expected
    assert ask("/", at=at, known_at=known_at, If_None_Match="*") == expected
    assert ask("/blog/post/?utm_source=x", at=at, known_at=known_at) == expected


@pytest.mark.parametrize(
    ("started", "expected"),
    [
        ("t=1799999999.950", "@1799999999"),
        ("t=1800000000.010", "@1800000000"),
        # Its clock is ahead, or a client says so.
        ("t=1800000007.000", "@1800000000"),
        ("t=١٨٠٠٠٠٠٠٠٧.1", "@1800000000"),
        (f"t={'9' * 5000}.1", "@1800000000"),
        ("now", "@1800000000"),
    ],
)
@pytest.mark.parametrize("known_at", [AT - 0.1, None])
def test_page_is_kept_until_second_ends_in_which_nginx_got_the_request(
    ask, started, known_at, expected
):
    PostFactory(slug="post")

    answer = ask("/", at=AT, known_at=known_at, X_Request_Start=started)

    assert answer == (FOR_EVERYONE, expected)


def test_page_that_changed_while_a_reader_waited_is_as_old_as_the_wait(settings, monkeypatch):
    settings.BEHIND_PROXY, settings.MEDIA_ACCEL_PATH = True, "/protected-media/"
    is_waiting, wait = threading.Event(), Rendering.wait

    def wait_noticeably(rendering: Rendering):
        is_waiting.set()
        return wait(rendering)

    def render_while_it_changes(environ, start_response):
        assert is_waiting.wait(60)
        cache.changes.generation, cache.changes.known_at = 2, AT + 3
        response = HttpResponse("Old", headers={"Cache-Control": FOR_EVERYONE})
        start_response("200 OK", list(response.items()))
        return response

    monkeypatch.setattr(layer, "time", SimpleNamespace(time=lambda: AT))
    monkeypatch.setattr(Rendering, "wait", wait_noticeably)
    cache = PageCache(render_while_it_changes, max_bytes=1_000_000)
    cache.changes = KnownChanges()
    cache.changes.known_at = AT - 0.1

    def ask(started: float) -> str:
        answer: dict[str, str] = {}
        environ = RequestFactory(headers={"X-Request-Start": f"t={started}"}).get("/").environ
        cache(environ, lambda status, headers: answer.update(headers))
        return answer["X-Accel-Expires"]

    with ThreadPoolExecutor(2) as readers:
        expires = list(readers.map(ask, [AT, AT]))

    assert expires == ["@1800000000"] * 2


@pytest.mark.parametrize("path", ["/missing/", "/blog/post", "/feed/", "/robots.txt"])
def test_answers_whose_view_says_nothing_are_kept_too(ask, path):
    PostFactory(slug="post")

    assert ask(path) == (FOR_EVERYONE, "@1800000000")


def test_page_with_unknown_query_is_not_kept(ask):
    assert ask("/?x=1") == (FOR_EVERYONE, "0")


@pytest.mark.parametrize("path", ["/admin/login/", "/events/event/register/", "/healthz"])
def test_nothing_else_is_kept(ask, path):
    EventFactory(slug="event")

    control, expires = ask(path)

    assert ("public" in (control or ""), expires) == (False, None)


def test_nothing_is_said_without_proxy(ask, settings):
    settings.BEHIND_PROXY = False

    assert ask("/", at=1_800_000_000.0) == (FOR_EVERYONE, None)

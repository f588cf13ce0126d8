"""Which pages may be read from a replica."""

import time
from collections.abc import Callable
from contextlib import nullcontext

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from cworks.page_cache.layer import PageCache
from cworks.replica import ReplicaMiddleware, Servers, may_be_read_from_replica, servers
from tests.factories import PersonFactory
from tests.support.page_caches import KnownChanges
from tests.support.public_pages import EXAMPLES, FORMS

NEVER = ("/admin/", "/registrations/a/", "/preview/a/", "/readers/a/", "/confirm/a/")
PUBLIC = ("/", "/blog/the-post/", "/feed/", "/search/", "/blog/the-post/comments/", "/problems/1/")


def addresses_of_forms() -> list[str]:
    return [
        reverse(name, kwargs=arguments)
        for name in sorted(FORMS)
        for arguments in EXAMPLES.get(name, [{}])
    ]


@pytest.mark.parametrize("path", [*NEVER, *addresses_of_forms()])
def test_page_that_shows_what_was_just_sent_is_not(path):
    assert not may_be_read_from_replica(RequestFactory().get(path))


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page_is(path):
    assert may_be_read_from_replica(RequestFactory().get(path))


def test_no_page_is_while_staff_are_signed_in():
    request = RequestFactory().get("/")
    request.COOKIES["sessionid"] = "any"

    assert not may_be_read_from_replica(request)


def test_nothing_that_is_sent_is():
    assert not may_be_read_from_replica(RequestFactory().post("/search/"))


@pytest.fixture
def current(monkeypatch) -> Servers:
    """A replica that has replayed what this process has heard of."""
    monkeypatch.setitem(settings.DATABASES, "replica", {})
    monkeypatch.setattr(servers, "_primary_seen_at", time.monotonic())
    monkeypatch.setattr(servers, "_replayed", ("0/0", time.monotonic()))
    monkeypatch.setattr(servers, "position", None)
    return servers


def test_after_form_was_sent_pages_are_read_from_primary(current):
    before = current.in_order()

    ReplicaMiddleware(lambda request: HttpResponse())(RequestFactory().post("/follow/"))

    assert (before, current.in_order()) == (["replica", "default"], ["default", "replica"])


def test_primary_that_does_not_respond_is_not_waited_for(current, monkeypatch):
    monkeypatch.setattr(current, "_replayed", None)
    before = current.in_order()

    monkeypatch.setattr(current, "_primary_seen_at", time.monotonic() - 6)

    assert (before, current.in_order()) == (["default", "replica"], ["replica", "default"])


@pytest.mark.django_db
@pytest.mark.parametrize("is_current", [True, False])
def test_page_of_replica_that_lags_is_not_kept(current, monkeypatch, is_current):
    monkeypatch.setattr(current, "_is_primary_lost", False)
    if not is_current:
        monkeypatch.setattr(current, "_replayed", None)
    monkeypatch.setattr(
        "cworks.replica.reading_from", lambda server: nullcontext(read_from.append(server))
    )
    read_from: list[str] = []

    def respond(request: HttpRequest) -> HttpResponse:
        # The primary is slow, which the thread that listens to it may not notice.
        return HttpResponse(status=200 if read_from[-1] == "replica" else 503)

    def application(environ: dict, start_response: Callable) -> HttpResponse:
        response = ReplicaMiddleware(respond)(WSGIRequest(environ))
        start_response(f"{response.status_code} OK", list(response.items()))
        return response

    cache = PageCache(application, max_bytes=1_000_000)
    cache.changes = KnownChanges()
    answers: list[str] = []
    cache(RequestFactory().get("/").environ, lambda status, headers: answers.append(status))

    assert (answers, cache.made_up.bytes > 0) == (["200 OK"], is_current)


@pytest.mark.django_db(transaction=True)
def test_position_is_beyond_change_that_is_not_on_the_disk_yet(current):
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        PersonFactory()
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        [changed_at] = cursor.fetchone()
        cursor.execute("RESET synchronous_commit")

        current.note_position(connection.connection)

        cursor.execute("SELECT %s::pg_lsn >= %s::pg_lsn", [current.position[0], changed_at])
        assert cursor.fetchone() == (True,)

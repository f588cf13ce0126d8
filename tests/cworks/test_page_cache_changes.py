"""What the layer around Django does with pages that change while they are rendered."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import HttpResponse

from cworks.page_cache.layer import Rendering
from tests.support.page_caches import TEXT, CachedSite, KnownChanges, kept_connections


@pytest.fixture(autouse=True)
def _kept_connections():
    with kept_connections():
        yield


def test_nothing_is_kept_or_sent_from_memory_while_changes_are_unknown():
    site = CachedSite()
    site.get("/1/")
    site.changes.are_known = False
    site.get("/1/"), site.get("/2/")
    site.changes.are_known = True
    site.get("/2/")

    assert site.rendered == ["/1/", "/1/", "/2/", "/2/"]


def test_page_that_was_rendered_during_change_is_not_kept():
    site = CachedSite()

    def change() -> None:
        site.changes.generation += 1
        site.cache.clear()
        site.while_rendering = lambda: None

    site.while_rendering = change
    site.get(), site.get(), site.get()

    assert len(site.rendered) == 2


def test_many_readers_of_page_wait_for_one_rendering(monkeypatch):
    site = CachedSite()
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


@pytest.mark.parametrize("status", [400, 412, 413, 500])
def test_reader_who_waits_does_not_get_an_error_of_the_first(monkeypatch, status):
    site = CachedSite()
    begun, waiting = threading.Event(), threading.Event()
    wait, render = Rendering.wait, site.render

    def wait_noticeably(rendering):
        waiting.set()
        return wait(rendering)

    def fail_once_someone_waits(environ, start_response):
        site.cache.application = render
        begun.set()
        assert waiting.wait(10)
        response = HttpResponse(status=status)
        start_response(f"{status} {response.reason_phrase}", response.items())
        return response

    monkeypatch.setattr(Rendering, "wait", wait_noticeably)
    site.cache.application = fail_once_someone_waits
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(site.get)
        assert begun.wait(10)
        second = site.get()

    assert (first.result()[0], second[0]) == (status, 200)


def test_reader_after_change_does_not_wait_for_page_from_before():
    site = CachedSite()
    texts = []

    def change_and_read() -> None:
        site.while_rendering = lambda: None
        site.changes.generation += 1
        texts.append(site.get()[2])

    site.while_rendering = change_and_read

    site.get()

    assert (len(texts), site.rendered) == (1, ["/blog/", "/blog/"])


def test_readers_are_answered_although_rendering_fails():
    site = CachedSite()
    original = site.render

    def fail_once(environ, start_response):
        site.cache.application = original
        raise RuntimeError

    site.cache.application = fail_once
    with pytest.raises(RuntimeError):
        site.get()

    assert site.get()[0] == 200


def test_page_that_changed_while_it_was_rendered_is_in_memory_at_no_moment():
    site = CachedSite()
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

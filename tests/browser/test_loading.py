"""What a reader's browser fetches, and that nothing moves meanwhile, on the real gunicorn."""

import time

import pytest

from tests.factories import PostFactory
from tests.support.page_sizes import MOST_BYTES, MOST_BYTES_OF_PAGE
from tests.support.public_site import publish_site
from tests.support.site_servers import get_test_database_url, run_site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Of a page's own files: everything but its images.
KINDS = ("Document", "Stylesheet", "Script", "Font")
SHIFTS = """
  window.shifts = [];
  new PerformanceObserver((list) => {
    window.shifts.push(...list.getEntries().map((entry) => entry.value));
  }).observe({type: "layout-shift", buffered: true});
"""
PAGES = {
    "front page": "/",
    "post": "/blog/the-post/",
    "article": "/wiki/the-article/",
    "events": "/events/",
    "event": "/events/the-event/",
}
LONG = "Students move on when they can show what they have *learned*, not when the term ends. " * 9


@pytest.fixture
def site(collected_files):
    publish_site()
    for _ in range(20):
        PostFactory(body=f"{LONG}\n\n{LONG}\n\n<!--more-->\n\n{LONG}", lead_image=None)
    with run_site(
        DJANGO_SETTINGS_MODULE="cworks.settings",
        DATABASE_URL=get_test_database_url(),
        STATIC_ROOT=str(collected_files),
        WEB_CONCURRENCY="1",
    ) as site:
        yield site


def fetched_bytes(page, address: str) -> dict[str, list[int]]:
    """Open the page, and return {kind: the bytes of each file, as they were sent}."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    responses, sizes = {}, {}
    session.on("Network.responseReceived", lambda e: responses.update({e["requestId"]: e}))
    session.on(
        "Network.loadingFinished",
        lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}),
    )
    page.goto(address)
    page.wait_for_load_state("networkidle")
    found: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for request, size in sizes.items():
        kind = responses[request]["type"]
        if kind in KINDS:
            found[kind].append(size)
    return found


def test_front_page_on_phone_is_small(chromium, site):
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()

    found = fetched_bytes(page, f"{site.address}/")
    context.close()

    others = sum(sum(sizes) for kind, sizes in found.items() if kind != "Document")
    assert others < MOST_BYTES - MOST_BYTES_OF_PAGE, found
    assert {kind: len(sizes) for kind, sizes in found.items() if kind != "Script"} == {
        "Document": 1,
        "Stylesheet": 1,
        "Font": 1,
    }


def test_front_page_on_phone_has_summaries_only_of_the_latest_entries(chromium, site):
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site.address}/")

    excerpts = page.locator(".excerpt").all()
    shown = [excerpt.is_visible() for excerpt in excerpts]
    lines = page.locator(".lead .excerpt").evaluate(
        "lead => lead.offsetHeight / parseFloat(getComputedStyle(lead).lineHeight)"
    )
    context.close()

    assert shown == [True] * 4 + [False] * (len(excerpts) - 4)
    assert (len(excerpts) > 4, round(lines)) == (True, 6)


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_fonts_and_local_times_are_late(chromium, site, width):
    context = chromium.new_context(
        viewport={"width": width, "height": 844}, timezone_id="Asia/Kolkata"
    )
    shifts, delayed = {}, []

    def delay(route) -> None:
        delayed.append(route.request.url)
        time.sleep(0.5)
        route.continue_()

    for name, address in PAGES.items():
        page = context.new_page()
        page.route("**/*.woff2", delay)
        page.route("**/local-time*.js", delay)
        page.add_init_script(SHIFTS)
        page.goto(f"{site.address}{address}")
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        # Two frames, so that the last layout is done and observed.
        page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 200)))")
        shifts[name] = round(sum(page.evaluate("shifts")), 4)
        if name.startswith("event"):
            assert page.locator(".local-time").count()
        page.close()
    context.close()

    assert shifts == dict.fromkeys(PAGES, 0)
    assert {url.rpartition(".")[2] for url in delayed} == {"woff2", "js"}

"""A video is a link until a reader asks for it."""

from pathlib import Path

import pytest

from content.markdown import render

pytestmark = pytest.mark.browser

SITE = "http://site.example/"
SCRIPT = Path(__file__).parents[2] / "static" / "js" / "embeds.js"
PAGE = (
    "<!doctype html><html lang=en><title>Page</title><body>{}"
    '<script type="module" src="/embeds.js"></script>'
)
PLAYER = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"


@pytest.fixture
def page(chromium):
    """A page with a video, whose requests to other hosts are recorded instead of sent."""
    html = PAGE.format(render("https://youtu.be/dQw4w9WgXcQ").html)

    def answer(route):
        address = route.request.url
        if address == f"{SITE}embeds.js":
            route.fulfill(content_type="text/javascript", body=SCRIPT.read_text())
        elif address == SITE:
            route.fulfill(content_type="text/html", body=html)
        else:
            page.sent_requests.append(address)
            route.fulfill(content_type="text/html", body="<!doctype html>")

    page = chromium.new_page()
    page.sent_requests = []
    page.route("**/*", answer)
    page.goto(SITE)
    yield page
    page.close()


def test_video_sends_no_request_before_click(page):
    link = page.get_by_role("link", name="Watch the video on YouTube")

    assert (page.sent_requests, link.get_attribute("href")) == (
        [],
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    )


def test_video_plays_in_place_on_click(page):
    page.get_by_role("link", name="Watch the video on YouTube").press("Enter")

    frame = page.locator("iframe")
    frame.wait_for()
    assert (
        frame.get_attribute("src"),
        frame.get_attribute("title"),
        page.url,
        page.sent_requests,
    ) == (
        PLAYER,
        "Watch the video on YouTube",
        SITE,
        [PLAYER],
    )

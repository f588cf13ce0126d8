"""The attacks of the conformance tests, in a real browser."""

import pytest

from tests.support.hostile_markup import outputs, read_attacks, surroundings

pytestmark = pytest.mark.browser

ADDRESS = "http://site.example/"
PAGE = "<!doctype html><html lang=en><head><title>Page</title></head><body>{}</body></html>"
# Trigger the events that a reader's mouse and keyboard would.
TRIGGER_EVENTS = """() => {
  for (const element of document.body.querySelectorAll("*")) {
    for (const type of ["mouseover", "mousemove", "focus", "blur", "load", "error", "input"]) {
      element.dispatchEvent(new Event(type, { bubbles: true }));
    }
  }
  return document.body.querySelectorAll("*").length;
}"""


class ScriptDetector:
    """A page, and everything that it tried to do."""

    def __init__(self, browser):
        self.page = browser.new_page()
        self.seen: list[str] = []
        self.html = ""
        self.page.on("dialog", self.note_dialog)
        self.page.on("popup", lambda popup: self.seen.append(f"window {popup.url}"))
        self.page.route("**/*", self.answer)
        self.page.add_init_script("Document.prototype.write = () => alert('write')")

    def note_dialog(self, dialog):
        self.seen.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def answer(self, route):
        if route.request.url == ADDRESS:
            route.fulfill(content_type="text/html", body=PAGE.format(self.html))
        else:
            self.seen.append(f"request {route.request.url}")
            route.abort()

    def load(self, html: str) -> int:
        """Open a page with this body, trigger its events, and return its number of elements."""
        self.html = html
        self.page.goto(ADDRESS)
        count = self.page.evaluate(TRIGGER_EVENTS)
        # Wait for one more turn of the event loop, for anything that the first one scheduled.
        self.page.evaluate("() => new Promise((done) => setTimeout(done))")
        return count


def test_witness_sees_script_and_external_image(chromium):
    witness = ScriptDetector(chromium)

    witness.load('<script>alert(1)</script><img src="http://other.example/a.png">')

    assert sorted(witness.seen) == [
        "dialog 1",
        "request http://other.example/a.png",
    ]


def test_rendered_attacks_run_nothing_and_request_nothing(chromium):
    witness = ScriptDetector(chromium)
    variants = zip(*(surroundings(attack) for attack in read_attacks()), strict=True)

    counts = [
        witness.load("\n".join(html for text in texts for html in outputs(text)))
        for texts in variants
    ]

    assert min(counts) > 100
    assert witness.seen == []

"""A real Chromium, at the widths and in the colors that readers have."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from tests.support.browsers import WIDTHS

# Playwright runs an event loop in the thread of the tests, which itself waits for each answer.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# WCAG 2.2 AA, and what axe calls best practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()
CHECK = "async (options) => (await axe.run(options)).violations"
# In every new window, Chromium opens two pages of its own behind the field for addresses, and that
# took longer than most of the tests' pages. Only the last switch of a name counts, so what
# Playwright does without stands here too.
FEATURES_DONE_WITHOUT = [
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "AimEnabled"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
]
SWITCHES = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"),
    f"--disable-features={','.join(FEATURES_DONE_WITHOUT)}",
]


# Not for the whole session: while it lives, no other test can run an event loop in this process.
@pytest.fixture(scope="package")
def chromium():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        # Without a path, Playwright takes the one that it has fetched itself (see bin/browser).
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(params=["light", "dark"])
def scheme(request) -> str:
    return request.param


@pytest.fixture(params=WIDTHS)
def width(request) -> int:
    return WIDTHS[request.param]


@pytest.fixture
def strangers() -> list[str]:
    """Where else the page may go: a test adds it when it clicks what leads there."""
    return []


@pytest.fixture
def page(chromium, live_server, width, scheme, strangers) -> Page:
    """A page of the site; whatever it complains about fails the test."""
    context = chromium.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on(
        "console",
        lambda message: (
            complaints.append(f"{message.type}: {message.text} ({page.url})")
            # That the page itself answers 404 or 422 may be the point; `response` sees to the rest.
            if message.type in ("error", "warning")
            and "Failed to load resource" not in message.text
            else None
        ),
    )
    page.on(
        "response",
        lambda response: (
            complaints.append(f"{response.status} from {response.url}")
            if response.status >= 500
            or (response.status >= 400 and response.request.resource_type != "document")
            else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            complaints.append(f"request to {request.url}")
            if not request.url.startswith((live_server.url, "data:", "blob:", *strangers))
            else None
        ),
    )
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def inspect(page):
    """A function that looks for what keeps somebody from reading the page as it is now."""

    def inspect() -> None:
        # With its styles, which come after its words.
        page.wait_for_load_state("load")
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.axe_script)
        found = page.evaluate(CHECK, {"runOnly": RULES, "resultTypes": ["violations"]})
        assert [
            (violation["id"], [node["html"] for node in violation["nodes"]][:5])
            for violation in found
        ] == [], page.url
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{page.url} is {overflow} pixels wider than its window"

    return inspect

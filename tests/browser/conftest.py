"""A real Chromium, at phone and desktop widths, in light and dark."""

import os
import shutil
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, sync_playwright

from tests.support.browsers import WIDTHS
from tests.support.running_requests import RunningRequests

# Playwright runs an event loop in the tests' thread, although every call waits for its result.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# WCAG 2.2 AA, and axe's best practices.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()
CHECK = "async (options) => (await axe.run(options)).violations"
TRANSITIONS_ENDED = """async () => {
  await Promise.allSettled(document.getAnimations().map((each) => each.finished));
}"""
# The first has no windows and needs half the processor's time.
PROGRAMS = ["chromium-headless-shell", "chromium", "chromium-browser"]
# For each new window, Chromium opens two hidden pages for its address bar, which took longer than
# most of the tests' pages. Only the last --disable-features counts, so Playwright's own list is
# repeated here.
DISABLED_FEATURES = [
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "AimEnabled"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
]
ACTIONS = ["check", "click", "fill", "press", "press_sequentially", "select_option"]
SWITCHES = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"),
    f"--disable-features={','.join(DISABLED_FEATURES)}",
]


# Not session-scoped: while it runs, no other test in this process can run an event loop.
@pytest.fixture(scope="package")
def chromium():
    with sync_playwright() as playwright:
        # Without a path, Playwright uses the Chromium it downloaded (see bin/browser).
        path = next(filter(None, map(shutil.which, PROGRAMS)), None)
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


def after_loading(act: Callable) -> Callable:
    def wait_and_act(locator: Locator, *arguments, **options):
        locator.page.wait_for_load_state()
        return act(locator, *arguments, **options)

    return wait_and_act


@pytest.fixture(scope="package", autouse=True)
def _scripts_before_actions():
    """Act on a page once its scripts are there: tests are faster than anyone who types."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ACTIONS:
            patch.setattr(Locator, name, after_loading(getattr(Locator, name)))
        yield


@pytest.fixture(params=["light", "dark"])
def scheme(request) -> str:
    return request.param


@pytest.fixture(params=WIDTHS)
def width(request) -> int:
    return WIDTHS[request.param]


@pytest.fixture
def other_origins() -> list[str]:
    """Other origins that the page may request; a test adds those that it needs."""
    return []


@pytest.fixture(scope="session")
def running_requests() -> RunningRequests:
    return RunningRequests()


@pytest.fixture
def page(chromium, live_server, running_requests, width, scheme, other_origins) -> Page:
    """A page of the site; any error, warning, or failed request fails the test."""
    context = chromium.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(f"error: {error}"))
    page.on(
        "console",
        lambda message: (
            problems.append(f"{message.type}: {message.text} ({page.url})")
            # A page may answer 404 or 422 on purpose; `response` checks everything else.
            if message.type in ("error", "warning")
            and "Failed to load resource" not in message.text
            else None
        ),
    )
    page.on(
        "response",
        lambda response: (
            problems.append(f"{response.status} from {response.url}")
            if response.status >= 500
            or (response.status >= 400 and response.request.resource_type != "document")
            else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            problems.append(f"request to {request.url}")
            if not request.url.startswith((live_server.url, "data:", "blob:", *other_origins))
            else None
        ),
    )
    yield page
    context.close()
    running_requests.wait()
    assert problems == []


@pytest.fixture
def inspect(page):
    """A function that checks the accessibility and width of a page as it is now."""

    def inspect(page=page) -> None:
        # Wait for the styles.
        page.wait_for_load_state("load")
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.axe_script)
        # axe would fetch the imports of style sheets from wrong addresses, for a rule that is off.
        # Frames, which hold no axe, would only be asked for it.
        options = {"runOnly": RULES, "resultTypes": ["violations"]}
        options |= {"preload": False, "iframes": False}
        found = page.evaluate(CHECK, options)
        assert [
            (violation["id"], [node["html"] for node in violation["nodes"]][:5])
            for violation in found
        ] == [], page.url
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{page.url} is {overflow} pixels wider than its window"

    return inspect


@pytest.fixture
def inspect_on_both(page, inspect):
    """A function that opens an address, and inspects it on a dark phone and a light desktop."""

    def inspect_on_both(address: str) -> None:
        page.set_viewport_size({"width": WIDTHS["phone"], "height": 800})
        page.emulate_media(color_scheme="dark")
        page.goto(address)
        inspect()
        page.set_viewport_size({"width": WIDTHS["desktop"], "height": 800})
        page.emulate_media(color_scheme="light")
        # Colors fade from one scheme to the other, with too little contrast halfway.
        page.evaluate(TRANSITIONS_ENDED)
        inspect()

    return inspect_on_both

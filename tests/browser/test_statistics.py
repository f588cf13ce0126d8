"""A reader’s view is counted once, or not at all if they object. Editors look at the numbers."""

import pytest
from django.contrib.auth.models import Group

from content.models import PathViewCount, ReferrerCount, ViewCount
from cworks.groups import sync_groups
from tests.factories import PostFactory, UserFactory
from tests.support.browsers import BROWSER, ON_PHONE, WIDTHS, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COUNTED = "/views/count/"
PERSON = "Object.defineProperty(navigator, 'webdriver', { get: () => false });"
WITH_GPC = "Object.defineProperty(navigator, 'globalPrivacyControl', { get: () => true });"
WITH_DNT = "Object.defineProperty(navigator, 'doNotTrack', { get: () => '1' });"
LONG = 60_000  # milliseconds


def read(chromium, live_server, scripts: list[str], *, path: str = "/blog/clocks/") -> list:
    """Read a page for long, by the browser’s clock. Return (status, cookies sent) of each count."""
    context = chromium.new_context(base_url=live_server.url, user_agent=BROWSER)
    for script in scripts:
        context.add_init_script(script)
    page = context.new_page()
    sent: list = []
    page.on("request", lambda each: sent.append(each) if each.url.endswith(COUNTED) else None)
    page.clock.install()
    page.goto(path, referer="https://www.search.example/")
    page.wait_for_load_state("networkidle")
    page.clock.run_for(LONG)
    cookies = [(each.response().status, each.all_headers().get("cookie")) for each in sent]
    context.close()
    return cookies


def counts() -> list[int]:
    """Return the sums of what is in the three tables."""
    models = (ViewCount, PathViewCount, ReferrerCount)
    return [sum(model.objects.values_list("count", flat=True)) for model in models]


def test_reading_counts_once_unless_the_reader_objects(chromium, live_server):
    PostFactory(title="Clocks", slug="clocks")

    for objects in ([], [WITH_GPC, PERSON], [WITH_DNT, PERSON]):
        assert read(chromium, live_server, objects) == []
    assert read(chromium, live_server, [PERSON], path="/blog/none/") == []
    assert counts() == [0, 0, 0]

    sent = read(chromium, live_server, [PERSON])

    assert sent == [(204, None)]
    assert counts() == [1, 0, 1]
    assert list(ReferrerCount.objects.values_list("host", flat=True)) == ["search.example"]


@ON_PHONE
def test_editor_looks_at_the_numbers(page, inspect, live_server):
    sync_groups()
    editor = UserFactory(name="Edith Example", email="edith@example.org")
    editor.groups.add(Group.objects.get(name="Editors"))
    post = PostFactory(title="Clocks", slug="clocks")
    for day in range(3):
        ViewCount.objects.create(entry=post, day=f"2026-01-0{day + 1}", count=10 + day)

    sign_in(page, "edith@example.org")
    page.goto("/admin/statistics/?from=2026-01-02&to=2026-01-03")
    inspect()
    page.get_by_role("img", name="Views per day").wait_for()
    page.locator("figure").first.get_by_text("Table").click()
    cells = page.locator("figure").first.locator("td").all_inner_texts()
    assert cells == ["11", "0", "12", "10"]
    inspect()
    page.get_by_role("link", name="Clocks").click()
    page.get_by_role("heading", name="Statistics: Clocks").wait_for()
    page.set_viewport_size({"width": WIDTHS["desktop"], "height": 800})
    page.emulate_media(color_scheme="light")
    page.goto("/admin/statistics/?days=365")
    inspect()

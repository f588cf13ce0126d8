"""How staff handle registrations: on a desktop, and at the door on a phone."""

import io

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from content.models import User
from events.models import Delivery, Event, Message, Registration
from tests.factories import EventFactory, QuestionFactory, RegistrationFactory
from tests.support.browsers import ON_PHONE, ON_TWO_DEVICES, PASSWORD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ON_DESKTOP = pytest.mark.parametrize(("width", "scheme"), [("desktop", "light")], indirect=True)
LONG_NAME = "Dr. Maximiliana Konstantinopolou-Featherstonehaugh"


@pytest.fixture
def event(transactional_db) -> Event:
    """A meetup with everything its pages can show."""
    User.objects.create_superuser("ada@example.org", PASSWORD, name="Ada")
    event = EventFactory(meetup=True, title="Competency-based learning in rural districts")
    role = QuestionFactory(event=event, preset="role", kind="choice", choices="Teacher\nLeader")
    school = QuestionFactory(event=event, preset="organization", label="Your school")
    topics = QuestionFactory(event=event, kind="choices", choices="Time\nGrades")
    answers = {role.key: "Teacher", school.key: "Sable River Regional", topics.key: ["Time"]}
    ana = RegistrationFactory(event=event, name="Ana Ruiz", email="ana@example.org")
    RegistrationFactory(event=event, name="Ben Ito", attended_at=timezone.now())
    RegistrationFactory(event=event, name=LONG_NAME, answers=answers)
    RegistrationFactory(event=event, name="Émile Záturecký", answers=answers)
    RegistrationFactory(event=event, name="Zoe", waiting=True)
    RegistrationFactory(event=event, name="Zed", left=True)
    Delivery.objects.create(
        registration=ana, kind="confirmation", state="failed", problem="550 No such user"
    )
    Message.objects.create(event=event, subject="Soon", body="Dear {name}, **come**.")
    return event


@pytest.fixture
def go(page, event):
    """A function that opens a page below the event."""
    sign_in(page, "ada@example.org")

    def go(path: str) -> None:
        page.goto(f"/admin/events/event/{event.pk}/{path}")

    return go


@ON_TWO_DEVICES
def test_staff_pages_are_accessible(page, event, go, inspect):
    ana = event.registrations.get(name="Ana Ruiz")
    message = event.messages.get()
    for path in [
        "registrations/",
        "registrations/?state=waiting&q=no-one",
        "registrations/add/",
        f"registrations/{ana.pk}/",
        "registrations/badges/",
        "check-in/",
        "messages/",
        f"messages/{message.pk}/",
    ]:
        go(path)
        inspect()


@ON_PHONE
def test_check_in_on_phone(page, event, go, inspect):
    go("check-in/")
    expect(page.get_by_role("button", name="Check in Ana Ruiz")).to_be_in_viewport()

    # Without accents, which are hard to type on a phone.
    page.get_by_label("Name or email").fill("emile")
    expect(page.locator(".check-in > li:visible")).to_have_count(1)
    expect(page.locator(".check-in-found")).to_have_text("Showing 1 of 4.")
    page.get_by_label("Name or email").fill("")
    expect(page.locator(".check-in > li:visible")).to_have_count(4)

    page.get_by_role("button", name=f"Check in {LONG_NAME}").click()
    expect(page.locator(".check-in-count")).to_have_text("2 of 4 checked in.")
    expect(page.get_by_role("button", name=f"Undo the check-in of {LONG_NAME}")).to_be_in_viewport()
    inspect()
    page.get_by_role("button", name=f"Undo the check-in of {LONG_NAME}").click()
    expect(page.locator(".check-in-count")).to_have_text("1 of 4 checked in.")


@ON_PHONE
def test_check_in_without_javascript(page, event, go, chromium, width):
    go("check-in/")
    context = chromium.new_context(
        storage_state=page.context.storage_state(),
        viewport={"width": width, "height": 800},
        java_script_enabled=False,
    )
    plain = context.new_page()
    plain.goto(page.url)

    plain.get_by_label("Name or email").fill("ruiz")
    plain.get_by_role("button", name="Find").click()
    plain.get_by_role("button", name="Check in Ana Ruiz").click()

    expect(plain.get_by_role("button", name="Undo the check-in of Ana Ruiz")).to_be_in_viewport()
    expect(plain.locator(".check-in-count")).to_have_text("2 of 4 checked in.")
    expect(plain.get_by_label("Name or email")).to_have_value("ruiz")
    context.close()


@ON_PHONE
def test_check_in_search_stays_visible_while_scrolling(page, event, go):
    RegistrationFactory.create_batch(40, event=event)
    go("check-in/")

    page.get_by_role("button", name="Check in Émile Záturecký").scroll_into_view_if_needed()
    expect(page.get_by_label("Name or email")).to_be_in_viewport()
    page.get_by_role("button", name="Check in Émile Záturecký").click()

    row = page.locator(".check-in > li").filter(has_text="Émile")
    search = page.locator(".check-in-search").bounding_box()
    expect(row).to_be_in_viewport()
    assert row.bounding_box()["y"] >= search["y"] + search["height"] - 1


@ON_DESKTOP
def test_list_shows_actions_without_horizontal_scrolling(page, event, go):
    go("registrations/?q=ana")
    table = page.locator(".results")
    assert table.evaluate("table => table.scrollWidth <= table.clientWidth")

    row = page.get_by_role("row", name="Ana Ruiz")
    row.get_by_role("button", name="Mark as attended").click()
    expect(row.get_by_role("cell").first).to_have_text("Attended")
    expect(page).to_have_url(f"{page.url.split('/admin')[0]}{path_of(event)}?q=ana")
    row.get_by_text("More").click()
    row.get_by_role("button", name="Cancel").click()
    expect(row.get_by_role("cell").first).to_have_text("Canceled")


def path_of(event: Event) -> str:
    return f"/admin/events/event/{event.pk}/registrations/"


@ON_DESKTOP
def test_preview_shows_styled_email(page, event, go):
    go(f"messages/{event.messages.get().pk}/")
    email = page.frame_locator("iframe.mail-frame")

    expect(email.get_by_text("come", exact=True)).to_be_visible()
    expect(email.locator("body")).to_have_css("background-color", "rgb(250, 247, 242)")


@ON_DESKTOP
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_badge_sheet_prints_ten_badges_and_nothing_else(page, event, go, paper):
    Registration.objects.filter(name="Zoe").delete()
    RegistrationFactory.create_batch(17, event=event)
    RegistrationFactory(event=event, name="Wolfeschlegelsteinhausenbergerdorff " * 5)
    go("registrations/badges/")

    sheets = PdfReader(io.BytesIO(page.pdf(format=paper))).pages
    texts = [sheet.extract_text() for sheet in sheets]

    assert [text.count(event.title) for text in texts] == [10, 10, 2]
    assert [word in texts[0] for word in ("Sign out", "Posts", "Print this page")] == [False] * 3
    hidden = page.evaluate(
        """[...document.querySelectorAll(".badge")]
        .filter((badge) => badge.scrollHeight > badge.clientHeight).length"""
    )
    assert hidden == 0

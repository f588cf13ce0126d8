"""Managing a single registration."""

from datetime import UTC, datetime

import pytest

from content import mail
from content.models import Activity
from events.emails import DELIVERIES
from events.services.registrations import register
from tests.factories import EventFactory, QuestionFactory, RegistrationFactory
from tests.support.staff_pages import address, messages_in, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


def test_staff_can_change_name_and_answers(staff, event):
    role = QuestionFactory(event=event, kind="choice", choices="Teacher\nLeader")
    ana = RegistrationFactory(event=event, name="Anna", answers={role.key: "Teacher"})

    staff.post(
        address("registration", event.pk, ana.pk),
        {"name": "Ana", f"question-{role.key}": "Leader", "save": "1"},
    )

    ana.refresh_from_db()
    assert (ana.name, ana.answers) == ("Ana", {role.key: "Leader"})
    done = Activity.objects.get(model="events.event", object_id=event.pk)
    assert done.sentence.endswith(f": Registration {ana.pk} was changed.")


def test_registration_of_another_event_is_not_found(staff, event):
    stranger = RegistrationFactory()

    response = staff.post(address("registration", event.pk, stranger.pk), {"do": "cancel"})

    stranger.refresh_from_db()
    assert (response.status_code, stranger.state) == (404, "registered")


def test_registration_page_lists_emails(staff, event, mail_server):
    ana = register(event=event, email="ana@example.org", name="Ana")
    mail.send(DELIVERIES, [ana.deliveries.get().pk])

    table = page(staff.get(address("registration", event.pk, ana.pk))).xpath("//tbody/tr")

    cells = [[cell.text_content() for cell in row] for row in table]
    assert [row[:2] for row in cells] == [["Confirmation", "Sent"]]


def test_filter_offers_every_choice(staff, event):
    """This includes choices made only by someone on the waiting list."""
    role = QuestionFactory(event=event, kind="choice", choices="Teacher\nLeader")
    RegistrationFactory(event=event, waiting=True, answers={role.key: "Leader"})

    options = page(staff.get(address("registrations", event.pk))).xpath(
        "//select[@name='answer']//option/@value"
    )

    assert options == ["", f"{role.key}:Teacher", f"{role.key}:Leader"]


def test_times_are_shown_in_event_time_zone(staff):
    event = EventFactory(time_zone="Pacific/Honolulu")
    moment = datetime(2026, 11, 7, 3, 5, tzinfo=UTC)
    ana = RegistrationFactory(event=event, name="Ana", created_at=moment)

    shown = page(staff.get(address("registration", event.pk, ana.pk)))
    listed = page(staff.get(address("registrations", event.pk)))

    assert "November 6, 2026, 5:05 pm HST" in shown.text_content()
    words = listed.xpath("//*[contains(@class, 'registration-moment')]//text()")
    assert [" ".join(text.split()) for text in words] == ["November 6, 2026, 5:05 pm HST"]


def test_too_many_resends_shows_error_for_staff(staff, event):
    ana = RegistrationFactory(event=event, name="Ana")
    url = address("registration", event.pk, ana.pk)

    answers = [messages_in(staff.post(url, {"do": "resend"}, follow=True)) for _ in range(7)]

    assert answers == [
        *[["Ana will get the confirmation again."]] * 6,
        ["Ana has already been sent the confirmation several times today. Try again tomorrow."],
    ]

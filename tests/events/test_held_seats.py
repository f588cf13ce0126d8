"""Seats that are held until someone confirms them."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from content.models import SiteSettings
from content.site_changes import save_site_settings
from events.models import Delivery, Event, Message, Registration, Seats
from events.services.changes import count_affected
from events.services.held_seats import confirm_seat, release_seats
from events.services.messages import recipients_of
from events.services.registrations import cancel_registration, join, register
from events.services.reminders import enqueue_reminders
from events.services.seats import set_capacity
from tests.factories import EventFactory, RegistrationFactory, UserFactory
from tests.support.mail_servers import send_queued_emails, text_of
from tests.support.staff_pages import page, texts
from tests.support.threads import run_concurrently

pytestmark = pytest.mark.usefixtures("empty_queue")

HOURS = 24


@pytest.fixture
def held(db):
    save_site_settings(site=SiteSettings(hours_to_confirm_seats=HOURS))


def sign_up(event: Event, name: str) -> Registration:
    return register(event=event, email=f"{name}@example.org", name=name)


def standings(event: Event) -> dict[str, str]:
    return {each.name: each.standing_word for each in event.registrations.order_by("pk")}


def seats_taken(event: Event) -> int:
    return Seats.objects.get(event=event).taken


def make_late(*registrations: Registration) -> None:
    a_minute_ago = timezone.now() - timedelta(minutes=1)
    rows = Registration.objects.filter(pk__in=[each.pk for each in registrations])
    rows.update(held_until=a_minute_ago)


def calendars_in(email) -> list[str]:
    return [part.get_filename() for part in email.walk() if part.get_filename()]


def test_seat_is_firm_at_once_without_setting(db):
    ana = sign_up(EventFactory(), "ana")

    assert (ana.standing_word, ana.held_until) == ("Registered", None)


def test_button_makes_seat_firm_and_opening_its_page_does_not(client, held, mail_server):
    event = EventFactory(title="The webinar", capacity=1, join_url="https://meet.example.org/1")
    ana = sign_up(event, "ana")
    send_queued_emails()
    confirm_page = reverse("events:registration-confirm", args=[ana.token])

    shown = client.get(confirm_page)
    after_opening = standings(event)
    done = client.post(confirm_page, follow=True)
    again = client.post(confirm_page, follow=True)
    send_queued_emails()

    assert texts(page(shown).xpath("//main//button")) == ["Confirm my seat"]
    assert after_opening == {"ana": "Not confirmed yet"}
    assert standings(event) == {"ana": "Registered"}
    for response in (done, again):
        assert texts(page(response).xpath("//h1")) == ["You have a seat"]
    # Confirming again sends nothing more.
    assert mail_server.subjects == [
        ("ana@example.org", "Confirm your seat: The webinar"),
        ("ana@example.org", "You’re registered: The webinar"),
    ]
    first, second = mail_server.taken
    assert confirm_page in text_of(first)
    assert (calendars_in(first), calendars_in(second)) == ([], ["invite.ics"])


def test_seat_that_is_not_confirmed_in_time_goes_to_next_who_waits(client, held, mail_server):
    event = EventFactory(title="The webinar", capacity=1)
    ana, ben = sign_up(event, "ana"), sign_up(event, "ben")
    send_queued_emails()
    make_late(ana)

    released = release_seats()
    confirmed = client.post(reverse("events:registration-confirm", args=[ana.token]))
    send_queued_emails()

    assert (released, release_seats(), seats_taken(event)) == (1, 0, 1)
    # The next one has a whole day to confirm.
    assert standings(event) == {"ana": "Not confirmed in time", "ben": "Not confirmed yet"}
    ben.refresh_from_db()
    assert ben.held_until - ben.seated_at > timedelta(hours=HOURS - 1)
    assert (confirmed.status_code, texts(page(confirmed).find_class("form-errors"))) == (
        422,
        ["We no longer hold this seat, because it wasn’t confirmed in time."],
    )
    assert sorted(mail_server.subjects[2:]) == [
        ("ana@example.org", "We no longer hold your seat: The webinar"),
        ("ben@example.org", "Confirm your seat: The webinar"),
    ]


def test_released_registrant_can_register_again(held):
    event = EventFactory(capacity=1)
    ana = sign_up(event, "ana")
    make_late(ana)
    release_seats()

    again = sign_up(event, "ana")

    assert (again.pk, again.is_held, seats_taken(event)) == (ana.pk, True, 1)


def test_seat_stays_until_its_time_is_over(held):
    event = EventFactory(starts_at=timezone.now() + timedelta(days=9))
    sign_up(event, "ana")

    with time_machine.travel(timezone.now() + timedelta(hours=HOURS, minutes=-1)):
        before = release_seats()
    with time_machine.travel(timezone.now() + timedelta(hours=HOURS, minutes=1)):
        after = release_seats()

    assert (before, after) == (0, 1)


@pytest.mark.parametrize("when", ["canceled", "begun"])
def test_seats_of_event_that_no_one_can_join_anymore_are_not_released(held, when):
    event = EventFactory(capacity=1)
    make_late(sign_up(event, "ana"))
    now = timezone.now()
    changes = {"canceled_at": now} if when == "canceled" else {"starts_at": now}
    Event.objects.filter(pk=event.pk).update(**changes)

    assert (release_seats(), Delivery.objects.filter(kind="released").count()) == (0, 0)


def test_staff_and_those_whom_they_add_need_no_confirmation(held):
    event = EventFactory(capacity=1)
    user = UserFactory()

    register(event=event, email="ana@example.org", name="ana", by=user)
    register(event=event, email="ben@example.org", name="ben", by=user)
    set_capacity(event=event, capacity=2)

    assert standings(event) == {"ana": "Registered", "ben": "Registered"}


def test_joining_confirms(held):
    event = EventFactory(
        starts_at=timezone.now() + timedelta(minutes=5), join_url="https://meet.example.org/1"
    )
    ana = sign_up(event, "ana")

    join(registration=ana)

    assert standings(event) == {"ana": "Registered"}


def test_who_cancels_is_canceled_and_nothing_else(held):
    event = EventFactory(capacity=1)

    cancel_registration(registration=sign_up(event, "ana"))

    assert (standings(event), seats_taken(event)) == ({"ana": "Canceled"}, 0)


def test_held_seats_get_no_reminders_messages_or_changes(held):
    event = EventFactory(starts_at=timezone.now() + timedelta(hours=20), reminds_day_before=True)
    RegistrationFactory(event=event, name="ben", seated_at=timezone.now() - timedelta(days=9))
    ana = sign_up(event, "ana")
    Registration.objects.filter(pk=ana.pk).update(seated_at=timezone.now() - timedelta(days=9))

    reminders = enqueue_reminders()

    everyone = recipients_of(event=event, audience=Message.Audience.BOTH)
    assert (reminders, count_affected(event)) == (1, 1)
    assert [each.name for each in everyone] == ["ben"]


def test_page_after_the_form_says_to_confirm(client, held):
    event = EventFactory()
    ana = sign_up(event, "ana")

    sent = client.get(
        reverse("events:registration-sent", args=[event.slug]), {"receipt": ana.receipt}
    )

    (summary,) = texts(page(sent).find_class("summary"))
    assert "A seat is only held for you until you confirm it" in summary
    assert "within 24 hours" in summary


def test_staff_see_who_has_not_confirmed_and_that_many_came_at_once(staff, held):
    event = EventFactory()
    RegistrationFactory(event=event, name="Zoe")
    for number in range(20):
        sign_up(event, f"bot{number}")
    address = reverse("admin:events_event_registrations", args=[event.pk])
    bot = event.registrations.get(name="bot7")
    one = reverse("admin:events_event_registration", args=[event.pk, bot.pk])

    listed = page(staff.get(address, {"state": "held"}))
    staff.post(one, {"do": "confirm"})
    after = page(staff.get(address))

    assert len(listed.xpath("//table[contains(@class, 'registrations')]/tbody/tr")) == 20
    (notice,) = texts(listed.xpath("//p[@class='notice']"))
    assert notice.startswith("20 people registered")
    # 19 are no burst.
    assert after.xpath("//p[@class='notice']") == []
    assert standings(event)["bot7"] == "Registered"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("wide_pool")
def test_seats_are_right_when_some_confirm_while_others_are_released():
    save_site_settings(site=SiteSettings(hours_to_confirm_seats=HOURS))
    event = EventFactory(capacity=8)
    seated = [sign_up(event, f"seated{number}") for number in range(8)]
    waiting = [sign_up(event, f"waiting{number}") for number in range(8)]
    make_late(*seated)
    confirming, registering = iter(seated), iter(range(8))

    def act() -> str:
        number = next(registering, None)
        if number is not None and number % 2:
            return str(release_seats())
        confirm_seat(registration=next(confirming))
        return "confirmed"

    results = run_concurrently(16, act)

    rows = Registration.objects.filter(event=event)
    firm = rows.seated().not_held().count()
    released = sum(each.was_not_confirmed for each in rows)
    assert firm == results.count("confirmed")
    assert firm + released == len(seated)
    # Each seat that was released went to one who waited, in their order, once.
    assert seats_taken(event) == rows.seated().count() == 8
    assert [each.name for each in rows.held().order_by("pk")] == [
        each.name for each in waiting[:released]
    ]
    told = Delivery.objects.filter(kind="released", registration__event=event)
    assert told.count() == released

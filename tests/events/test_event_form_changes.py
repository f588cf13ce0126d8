"""What an event’s form asks before saving: whether to notify people, and how many seats."""

import pytest

from events.models import Registration, Seats
from events.services.seats import set_capacity
from tests.support.editors import reloaded
from tests.support.event_forms import MOVED, add_registrants, chicago_event, field_values
from tests.support.mail_servers import send_queued_emails

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


# Who is notified


def test_form_asks_before_notifying_people_of_new_time(ruth, mail_server):
    event = add_registrants(chicago_event(), "ana", "ben")
    send_queued_emails()
    mail_server.reset()
    ruth.open(event)

    asked = ruth.save(**MOVED)
    label = ruth.page.xpath("string(//label[@for='id_notifies_people'])")
    unsaved = reloaded(event).starts_at
    saved = ruth.save(notifies_people="on")
    send_queued_emails()

    assert (asked, unsaved, saved) == (False, event.starts_at, True)
    assert label == "Save and email 2 people about the change"
    assert [mail["To"] for mail in mail_server.taken] == ["ana@example.org", "ben@example.org"]


def test_message_after_save_shows_how_many_were_notified(ruth):
    ruth.open(add_registrants(chicago_event(), "ana"))
    ruth.write(**MOVED, notifies_people="on", _save="1")

    page = ruth.client.post(ruth.url, ruth.fields, follow=True)

    messages = [str(message) for message in page.context["messages"]]
    assert messages.index("We’re emailing one person about the change.") == 0


@pytest.mark.parametrize(
    "fields", [{"title": "Another title"}, {"join_url": "https://meeting.example.org/b"}]
)
def test_form_does_not_ask_about_irrelevant_change(ruth, fields):
    ruth.open(add_registrants(chicago_event(), "ana"))

    assert ruth.save(**fields)


@pytest.mark.parametrize("fields", [MOVED, {"venue": "Town hall"}])
def test_form_does_not_ask_without_registrants(ruth, fields):
    ruth.open(chicago_event())

    assert ruth.save(**fields)


def test_form_also_asks_for_unpublished_event_with_registrants(ruth):
    event = add_registrants(chicago_event(), "ana")
    ruth.open(event)
    ruth.save(status="draft")
    ruth.open(event)

    saved = ruth.save(venue="Town hall")

    assert (saved, ruth.alerts) == (
        False,
        ["This is not saved yet: registrants must be notified of this change."],
    )


# The publication date


def test_hiding_a_public_event_says_who_is_registered(ruth):
    event = add_registrants(chicago_event(), "ana", "ben", "cleo")
    ruth.open(event)

    saved = ruth.save(published_at="2031-03-03T09:00")

    assert (saved, ruth.alerts, ruth.errors("published_at")) == (
        False,
        ["This wasn’t saved. Fix the errors marked below."],
        [
            "Readers won’t find this page until March 3, 2031, 9:00 am ET. 3 people are "
            "registered. To move the event, change “Starts” instead."
        ],
    )
    assert reloaded(event).is_public
    help_text = ruth.page.xpath("string(//*[@id='id_published_at_helptext'])")
    assert help_text.endswith("The event’s own date is under “Starts.”")

    assert ruth.save(published_at="2031-03-03T09:00", status="hidden")

    assert reloaded(event).is_scheduled


# Seats


def test_capacity_can_be_changed_but_not_below_seats_taken(ruth):
    event = add_registrants(chicago_event(capacity=2), "ana", "ben", "cleo")
    ruth.open(event)

    refused = ruth.save(capacity="1", title="Another title")
    errors, title = ruth.errors("capacity"), reloaded(event).title
    assert ruth.save(capacity="3")

    assert (refused, title) == (False, event.title)
    assert errors == [
        "More people than that already have a seat. Cancel some registrations first, or choose a "
        "larger number."
    ]
    assert Registration.objects.filter(state="registered").count() == 3


def test_seats_taken_while_form_is_open_stay_taken(ruth):
    event = chicago_event(capacity=5)
    ruth.open(event)
    add_registrants(event, "ana")

    assert ruth.save(title="Another title")

    assert Seats.objects.get().taken == 1


def test_capacity_raised_while_form_is_open_is_kept(ruth):
    event = chicago_event(capacity=5)
    ruth.open(event)
    set_capacity(event=event, capacity=8)

    assert ruth.save(title="Another title")

    assert Seats.objects.get().capacity == 8


def test_capacity_changed_by_both_editors_is_a_conflict(ruth):
    event = chicago_event(capacity=5)
    ruth.open(event)
    set_capacity(event=event, capacity=8)

    saved = ruth.save(capacity="6")

    assert (saved, field_values(ruth, "capacity")) == (False, ["6"])
    assert ruth.errors("capacity") == [
        "Someone changed this to 8 seats in the meantime. Keep your number or enter theirs."
    ]
    assert ruth.save()
    assert Seats.objects.get().capacity == 6


def test_capacity_and_title_changes_are_merged(ruth, ben):
    event = chicago_event(capacity=5)
    ruth.open(event)
    ben.open(event)
    ruth.save(capacity="9")

    ben.save(title="Another title")
    merged = field_values(ben, "capacity"), ben.errors("capacity")
    assert ben.save()

    assert merged == (["9"], [])
    assert (Seats.objects.get().capacity, reloaded(event).title) == (9, "Another title")


def test_capacity_can_be_removed(ruth):
    ruth.open(chicago_event(capacity=5))

    assert ruth.save(capacity="")

    assert Seats.objects.get().capacity is None


def test_form_shows_when_details_are_deleted(ruth, settings):
    ruth.open(chicago_event())

    (help_text,) = ruth.page.xpath("//*[@id='id_takes_registrations_helptext']")

    assert " ".join(help_text.text_content().split()) == (
        "On our own site, with a name and an email address. Details are deleted 12 months after "
        "the event; counts stay."
    )


def test_every_field_has_help_text(ruth):
    ruth.open(chicago_event())

    rows = ruth.page.xpath(
        "//div[contains(@class, 'entry-layout')]//label[@for][not(ancestor::template)]"
    )
    silent = [
        label.text_content().strip()
        for label in rows
        if not ruth.page.xpath(f"//*[@id='{label.get('for')}_helptext']")
    ]

    # The columns for people and the review’s fields are explained by their headings.
    assert set(silent) == {"Person", "Role", "Order", "Reviewer", "Due"}

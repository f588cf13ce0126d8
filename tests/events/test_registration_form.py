"""The registration form: clear, without an account, and without revealing who is registered."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import strip_tags
from lxml import html

from content.attempts import delete_old_attempts
from content.models import CountedAttempt
from events.models import ConsentText, Event, Registration
from events.services import limits
from tests.factories import EventFactory, QuestionFactory, RegistrationFactory
from tests.support.event_pages import calendars
from tests.support.mail_servers import send_queued_emails

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

FORM = {"name": "Ana", "email": "ana@example.org", "agrees": "on", "consent": "1"}


@pytest.fixture
def event() -> Event:
    return EventFactory(slug="the-webinar", title="The webinar", capacity=30)


def send(client, **fields):
    data = {**FORM, **fields}
    data = {name: value for name, value in data.items() if value is not None}
    return client.post("/events/the-webinar/register/", data)


def alerts(response) -> list[str]:
    box = re.search(r'<div class="form-errors".*?</div>', response.content.decode(), re.DOTALL)
    items = re.findall(r"<li>(.*?)</li>", box[0], re.DOTALL) if box else []
    return [re.sub("<[^>]+>", "", item) for item in items]


def test_registrant_is_told_to_check_their_email(client, event, mail_server):
    response = send(client)
    send_queued_emails()

    ana = Registration.objects.get()
    path, _, receipt = response["Location"].partition("?receipt=")
    assert (path, Registration.read_receipt(receipt)) == (
        "/events/the-webinar/register/sent/",
        ana.public_id,
    )
    assert (ana.name, ana.email, ana.state) == ("Ana", "ana@example.org", "registered")
    assert (ana.consent.version, ana.consented_at is not None) == (1, True)
    assert [mail["To"] for mail in mail_server.taken] == ["ana@example.org"]
    page = html.fromstring(client.get(response["Location"]).content)
    assert calendars(page) == ["Google", "Outlook", "Microsoft 365", "Other (.ics file)"]
    assert [strong.text_content() for strong in page.iter("strong")] == ["ana@example.org"]


def test_email_address_is_shown_only_with_its_receipt_and_for_an_hour(client, event, time_machine):
    ana = RegistrationFactory(event=event, email="ana@example.org")
    elsewhere = RegistrationFactory(event=EventFactory(), email="bo@example.org")
    receipt = ana.receipt

    def shows(receipt: str) -> bool:
        page = client.get(f"/events/the-webinar/register/sent/?receipt={receipt}")
        assert page.status_code == 200
        return "@example.org" in page.content.decode()

    now = [shows(each) for each in (receipt, elsewhere.receipt, ana.token, "", "x.y.z")]
    time_machine.move_to(timezone.now() + timedelta(hours=1, seconds=1))

    assert (now, shows(receipt)) == ([True, False, False, False, False], False)
    assert client.get(f"/registrations/{receipt}/").status_code == 404


@pytest.mark.parametrize(("capacity", "is_named"), [(None, False), (12, True)])
def test_page_after_the_form_names_a_waiting_list_only_if_seats_are_limited(
    client, capacity, is_named
):
    EventFactory(slug="a-meetup", capacity=capacity)

    page = html.fromstring(client.get("/events/a-meetup/register/sent/").content)

    [summary] = page.find_class("summary")
    assert ("waiting list" in summary.text_content()) == is_named


def test_form_names_the_event_once(client, event):
    page = html.fromstring(client.get("/events/the-webinar/register/").content)

    main = page.get_element_by_id("main").text_content()
    assert main.count("The webinar") == 1


def test_response_is_the_same_for_registered_email(client, event):
    RegistrationFactory(event=event, email="known@example.org", name="Known")

    answers = [send(client, email=email) for email in ("known@example.org", "new@example.org")]

    assert {(answer.status_code, answer["Location"].split("=")[0]) for answer in answers} == {
        (302, "/events/the-webinar/register/sent/?receipt")
    }
    assert Registration.objects.get(email="known@example.org").name == "Known"


def test_optional_questions_say_so(client, event):
    QuestionFactory(event=event, label="Why", is_required=True)
    QuestionFactory(event=event, label="Your school")
    QuestionFactory(event=event, label="Soup?", kind="choice", choices="Fish\nSquash")

    page = html.fromstring(client.get("/events/the-webinar/register/").content)

    shown = page.xpath("//main//div[@class='field']/label | //main//fieldset/legend")
    assert [" ".join(label.text_content().split()) for label in shown] == [
        "Your name",
        "Your email address",
        "Why",
        "Your school (optional)",
        "Soup? (optional)",
        "Your details",
    ]


def test_errors_say_what_to_do_and_link_to_their_fields(client, event):
    why = QuestionFactory(event=event, label="Why do you come?", is_required=True)
    role = QuestionFactory(
        event=event, label="Your role", kind="choice", choices="Teacher\nLeader", is_required=True
    )

    response = send(client, name="", email="", agrees=None)

    page = html.fromstring(response.content)
    (summary,) = page.find_class("form-errors")
    links = [(link.text, link.get("href")) for link in summary.iter("a")]
    assert links == [
        ("Enter your name.", "#id_name"),
        ("Enter an email address like name@example.com.", "#id_email"),
        ("Enter an answer to “Why do you come?”", f"#id_question-{why.key}"),
        ("Select your role.", f"#id_question-{role.key}_0"),
        ("Check “I agree” so that we can register you.", "#id_agrees"),
    ]
    assert [page.get_element_by_id(address[1:]).tag for _, address in links] == [
        *("input", "input", "input", "input", "input")
    ]
    assert summary.findtext("h2") == "There is a problem"
    assert [error.text_content() for error in page.xpath("//ul[@class='errorlist']/li")] == [
        f"Error: {text}" for text, _ in links
    ]
    for error in page.xpath("//ul[@class='errorlist']"):
        assert page.xpath(f"//*[contains(@aria-describedby, '{error.get('id')}')]") != []
    assert page.findtext(".//title") == "Error: Register: The webinar · CompetencyWorks"


def test_nothing_is_selected_before_the_reader_selects_it(client, event):
    QuestionFactory(event=event, label="Soup?", kind="choice", choices="Fish\nSquash")
    QuestionFactory(event=event, label="Late?", kind="yes-no")

    page = html.fromstring(client.get("/events/the-webinar/register/").content)

    assert len(page.xpath("//main//input[@type='radio' or @type='checkbox']")) == 7
    assert page.xpath("//main//*[@checked or @selected]") == []


def test_long_answer_keeps_its_lines(client, event):
    hope = QuestionFactory(event=event, label="What do you hope for?", kind="long-text")
    address = f"question-{hope.key}"

    form = html.fromstring(client.get("/events/the-webinar/register/").content)
    send(client, **{address: " Ideas.\r\n\r\nPeople. "})

    assert [area.name for area in form.xpath("//main//textarea")] == [address]
    assert Registration.objects.get().answers == {hope.key: "Ideas.\n\nPeople."}


def test_rejected_form_keeps_input(client, event):
    role = QuestionFactory(event=event, label="Role", kind="choice", choices="Teacher\nLeader")
    team = QuestionFactory(event=event, label="Team", kind="choices", choices="Grades\nTime\nTrust")
    why = QuestionFactory(event=event, label="Why", is_required=True)
    late = QuestionFactory(event=event, label="Late?", kind="yes-no")

    response = send(
        client,
        name="Ana <María>",
        email="ana@",
        agrees=None,
        **{
            f"question-{role.key}": "Leader",
            f"question-{team.key}": ["Grades", "Trust"],
            f"question-{late.key}": "Yes",
        },
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert alerts(response) == [
        "Enter an email address like name@example.com.",
        "Enter an answer to “Why.”",
        "Check “I agree” so that we can register you.",
    ]
    for kept in (
        'value="Ana &lt;María&gt;"',
        'value="ana@"',
        f'name="question-{role.key}" value="Leader" id="id_question-{role.key}_2" checked',
        f'name="question-{team.key}" value="Grades" id="id_question-{team.key}_0" checked',
        f'name="question-{team.key}" value="Trust" id="id_question-{team.key}_2" checked',
    ):
        assert kept in page
    assert (Registration.objects.count(), why.key in page) == (0, True)


def test_answers_are_saved_and_invalid_choice_is_rejected(client, event):
    role = QuestionFactory(event=event, label="Role", kind="choice", choices="Teacher\nLeader")

    refused = send(client, **{f"question-{role.key}": "Hacker"})
    taken = send(client, **{f"question-{role.key}": "Leader"})

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert Registration.objects.get().answers == {role.key: "Leader"}


def test_only_long_list_of_choices_is_a_menu(client, event):
    state = QuestionFactory(event=event, preset="state", label="")
    state.clean()
    state.save()
    QuestionFactory(event=event, kind="yes-no", label="Late?")

    page = client.get("/events/the-webinar/register/").content.decode()

    assert f'<select name="question-{state.key}"' in page
    assert "Which state are you in?" in page
    assert page.split("</main>")[0].count('type="radio"') == 3


@pytest.mark.parametrize("name", ["See https://spam.example", "www.spam.example", "x\x00y"])
def test_invalid_name_is_rejected(client, event, name):
    response = send(client, name=name)

    assert (response.status_code, Registration.objects.count()) == (422, 0)


def test_consent_must_match_displayed_text(client, event):
    ConsentText.objects.create(version=2, text="Something else.")

    response = send(client, consent="1")
    again = send(client, consent="2")

    assert alerts(response) == [
        "The text that you agree to has changed since you opened the page. Please read it again."
    ]
    assert "Something else." in response.content.decode()
    assert (again.status_code, Registration.objects.get().consent.version) == (302, 2)


def test_bot_is_rejected_without_explanation(client, event):
    response = send(client, website="https://spam.example")

    assert (response.status_code, Registration.objects.count()) == (422, 0)
    assert "We couldn’t accept this form as filled in" in alerts(response)[0]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"canceled": True}, "This event is canceled."),
        ({"past": True}, "This event is over."),
        ({"elsewhere": True}, "Another organization takes registrations on its own site."),
        (
            {"registration_opens_at": timezone.now() + timedelta(hours=1)},
            "Registration hasn’t opened yet.",
        ),
        (
            {"registration_closes_at": timezone.now() - timedelta(hours=1)},
            "Registration is closed.",
        ),
        (
            {"capacity": 0, "has_waiting_list": False},
            "All seats are taken, and there is no waiting list.",
        ),
    ],
)
def test_page_explains_why_registration_is_unavailable(client, facts, words):
    EventFactory(slug="the-webinar", **facts)

    page = client.get("/events/the-webinar/register/").content.decode()
    sent = send(client)

    main = page[page.index("<main") :]
    assert (words in strip_tags(main), "<form" in main) == (True, False)
    assert (sent.status_code, Registration.objects.count()) == (422, 0)


def test_full_event_offers_waiting_list(client):
    event = EventFactory(slug="the-webinar", capacity=0)

    page = client.get("/events/the-webinar/register/").content.decode()
    send(client)

    assert ("Join the waiting list" in page, "All seats are taken." in page) == (True, True)
    assert Registration.objects.get(event=event).state == "waiting"


def test_draft_takes_no_registrations(client):
    EventFactory(slug="the-webinar", draft=True)

    assert (client.get("/events/the-webinar/register/").status_code, send(client).status_code) == (
        404,
        404,
    )


# Rate limits


def test_hourly_limit_per_ip_address(client, event, monkeypatch):
    monkeypatch.setattr(limits, "PER_ADDRESS", replace(limits.PER_ADDRESS, at_most=3))
    people = [f"person{number}@example.org" for number in range(4)]

    answers = [send(client, email=email).status_code for email in people]
    elsewhere = client.post(
        "/events/the-webinar/register/",
        {**FORM, "email": "person9@example.org"},
        REMOTE_ADDR="198.51.100.7",
    )

    assert answers == [302, 302, 302, 429]
    assert elsewhere.status_code == 302


def test_hourly_limit_per_network(client, event, monkeypatch):
    monkeypatch.setattr(limits, "PER_NETWORK", replace(limits.PER_NETWORK, at_most=3))

    answers = [
        client.post(
            "/events/the-webinar/register/",
            {**FORM, "email": f"person{number}@example.org"},
            REMOTE_ADDR=f"198.51.100.{number}",
        ).status_code
        for number in range(5)
    ]

    assert answers == [302, 302, 302, 429, 429]


def test_daily_limit_per_email(client, monkeypatch):
    monkeypatch.setattr(limits, "PER_RECIPIENT", replace(limits.PER_RECIPIENT, at_most=2))
    events = EventFactory.create_batch(3)

    answers = [
        client.post(
            f"/events/{event.slug}/register/", FORM, REMOTE_ADDR=f"203.0.{number}.1"
        ).status_code
        for number, event in enumerate(events)
    ]

    assert answers == [302, 302, 429]


def test_ip_address_is_not_stored_and_attempts_expire_after_a_day(client, event):
    send(client)
    attempts = CountedAttempt.objects.all()
    senders = [sender for attempt in attempts for sender in attempt.senders]

    attempts.update(created_at=timezone.now() - timedelta(days=1, minutes=1))
    delete_old_attempts()

    # One for the form, three for the registration.
    assert [len(sender) for sender in senders] == [64] * 4
    assert not any("127.0.0" in sender or "ana" in sender for sender in senders)
    assert not attempts.exists()


def test_full_event_does_not_reveal_who_has_a_seat(client):
    event = EventFactory(slug="the-webinar", capacity=1, has_waiting_list=False)
    RegistrationFactory(event=event, email="known@example.org")

    answers = [send(client, email=email) for email in ("known@example.org", "new@example.org")]

    assert {(answer.status_code, tuple(alerts(answer))) for answer in answers} == {
        (422, ("This event is full, and it has no waiting list.",))
    }


def test_daily_limit_does_not_reset_at_midnight(client, monkeypatch, time_machine):
    monkeypatch.setattr(limits, "PER_RECIPIENT", replace(limits.PER_RECIPIENT, at_most=2))
    event = EventFactory(slug="the-webinar")
    for number in range(2):
        limits.count_registration(address=f"203.0.{number}.1", email="ana@example.org")
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0)
    time_machine.move_to(midnight + timedelta(days=1))

    response = send(client)

    assert (response.status_code, event.registrations.count()) == (429, 0)

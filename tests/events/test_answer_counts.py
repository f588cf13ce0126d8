"""How often each choice was made."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Event, Registration
from events.services.answer_counts import count_answers
from events.services.privacy import erase
from tests.factories import EventFactory, QuestionFactory, RegistrationFactory
from tests.support.staff_pages import address, page, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


@pytest.fixture
def event() -> Event:
    return EventFactory()


def count_choices(event: Event) -> list[tuple]:
    return [
        (count.question.label, {each.choice: each.count for each in count.choices}, count.most)
        for count in count_answers(event)
    ]


def test_questions_with_choices_are_counted_in_order(event):
    role = QuestionFactory(event=event, label="Role", kind="choice", choices="Teacher\nLeader")
    QuestionFactory(event=event, label="Why?")
    topics = QuestionFactory(event=event, label="Topics", kind="choices", choices="Time\nGrades")
    first = QuestionFactory(event=event, label="First time?", kind="yes-no")
    for answers in [
        {role.key: "Teacher", topics.key: ["Time", "Grades"], first.key: "Yes"},
        {role.key: "Teacher", topics.key: ["Grades"]},
        {},
    ]:
        RegistrationFactory(event=event, answers=answers)

    counts = count_choices(event)

    assert counts == [
        ("Role", {"Teacher": 2, "Leader": 0}, 2),
        ("Topics", {"Time": 1, "Grades": 2}, 2),
        ("First time?", {"Yes": 1, "No": 0}, 1),
    ]


def test_only_seated_registrants_of_event_are_counted(event):
    role = QuestionFactory(event=event, label="Role", kind="choice", choices="Teacher\nLeader")
    RegistrationFactory(event=event, answers={role.key: "Leader"}, waiting=True)
    RegistrationFactory(event=event, answers={role.key: "Leader"}, left=True)
    RegistrationFactory(answers={role.key: "Leader"})

    assert count_choices(event) == [("Role", {"Teacher": 0, "Leader": 0}, 1)]


def test_counts_remain_after_details_are_deleted(event):
    role = QuestionFactory(event=event, label="Role", kind="choice", choices="Teacher\nLeader")
    topics = QuestionFactory(event=event, label="Topics", kind="choices", choices="Time\nGrades")
    for choice in ("Teacher", "Teacher", "Leader"):
        answers = {role.key: choice, topics.key: ["Time", "Grades"]}
        RegistrationFactory(event=event, answers=answers)
    Event.objects.filter(pk=event.pk).update(over_at=timezone.now() - timedelta(hours=1))
    before = count_choices(event)

    erase(registration=Registration.objects.order_by("pk").first())

    assert count_choices(Event.objects.get(pk=event.pk)) == before
    assert before == [
        ("Role", {"Teacher": 2, "Leader": 1}, 2),
        ("Topics", {"Time": 3, "Grades": 3}, 3),
    ]


def test_removed_choice_is_listed_last(event):
    role = QuestionFactory(event=event, label="Role", kind="choice", choices="Teacher\nLeader")
    RegistrationFactory(event=event, answers={role.key: "Principal"})

    [count] = count_answers(event)

    assert [each.choice for each in count.choices] == ["Teacher", "Leader", "Principal"]


def test_bars_have_text_alternatives(staff, event):
    role = QuestionFactory(event=event, label="Role", kind="choice", choices="Teacher\nLeader")
    RegistrationFactory.create_batch(2, event=event, answers={role.key: "Teacher"})

    [table] = page(staff.get(address("registrations", event.pk))).xpath(
        "//div[@class='answer-counts']/table"
    )

    assert texts(table.xpath("caption | .//tr")) == ["Role", "Teacher 2", "Leader 0"]
    assert [dict(meter.attrib) for meter in table.iter("meter")] == [
        {"min": "0", "max": "2", "value": count, "aria-hidden": "true"} for count in ("2", "0")
    ]

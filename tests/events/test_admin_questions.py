"""The page of an event’s questions."""

import pytest

from tests.events.staff_pages import address, page
from tests.factories import QuestionFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


def test_question_that_was_answered_is_not_taken_away(staff, event):
    role = QuestionFactory(event=event, label="Role")
    RegistrationFactory(event=event, answers={role.key: "Teacher"})
    url = address("questions", event.pk)
    form = page(staff.get(url)).xpath("//form[contains(@class, 'questions')]")[0]
    fields = dict(form.form_values())

    response = staff.post(url, {**fields, "questions-0-DELETE": "on"})

    assert "“Role” cannot be taken away, as one person has answered it." in (
        response.content.decode()
    )
    assert event.questions.count() == 1


def test_ready_made_question_fills_itself_in(staff, event):
    url = address("questions", event.pk)
    form = page(staff.get(url)).xpath("//form[contains(@class, 'questions')]")[0]

    staff.post(url, {**dict(form.form_values()), "questions-0-preset": "state"})

    question = event.questions.get()
    assert (question.label, question.kind, len(question.options)) == (
        "Which state are you in?",
        "choice",
        52,
    )

"""The page for editing an event’s questions."""

import pytest
from django.urls import reverse
from lxml import html

from events.models import Event, Question
from events.services.privacy import erase
from tests.factories import EventFactory, QuestionFactory, RegistrationFactory
from tests.support.editors import Editor
from tests.support.event_forms import page_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


@pytest.fixture
def event(db) -> Event:
    return EventFactory()


def send(editor: Editor, event: Event, *rows: dict):
    """Submit the page with these rows; rows with an `id` belong to existing questions."""
    data = {
        "questions-TOTAL_FORMS": len(rows),
        "questions-INITIAL_FORMS": sum("id" in row for row in rows),
    }
    for number, row in enumerate(rows):
        for name, value in {"kind": "text", **row}.items():
            data[f"questions-{number}-{name}"] = value
    return editor.client.post(reverse("admin:events_event_questions", args=[event.pk]), data)


def row_of(question: Question, **changes) -> dict:
    names = ["preset", "label", "help_text", "kind", "choices"]
    return {"id": question.pk, **{name: getattr(question, name) for name in names}, **changes}


def labels(event: Event) -> list[str]:
    return [question.label for question in event.questions.all()]


def test_preset_question_fills_label_kind_and_choices(ruth, event):
    response = send(ruth, event, {"preset": "role", "is_required": "on"})

    question = event.questions.get()
    assert response.status_code == 302
    assert (question.label, question.kind, question.is_required) == (
        "What is your role?",
        "choice",
        True,
    )
    assert question.options[:2] == ["Teacher", "School leader"]


def test_question_without_label_or_choices_is_rejected_and_kept(ruth, event):
    response = send(
        ruth, event, {"help_text": "A word"}, {"label": "Which?", "kind": "choice", "choices": "A"}
    )

    formset = response.context["form"]
    assert formset.errors == [
        {"label": ["Enter a question or choose a template."]},
        {"choices": ["Enter at least two choices, one per line."]},
    ]
    assert [form["choices"].value() for form in formset] == [None, "A"]
    assert labels(event) == []
    page = html.fromstring(response.content.decode())
    links = page.xpath("//*[@class='errornote']//a/@href")
    assert links == ["#id_questions-0-label", "#id_questions-1-choices"]
    assert {f"#{each}" for each in page.xpath("//@id")} >= set(links)


def test_forged_number_of_rows_gets_a_page_of_at_most_a_hundred(ruth, event):
    address = reverse("admin:events_event_questions", args=[event.pk])

    response = ruth.client.post(
        address, {"questions-TOTAL_FORMS": "9" * 30, "questions-INITIAL_FORMS": "0"}
    )

    formset = response.context["form"]
    assert (len(formset.forms), formset.non_form_errors()) == (
        100,
        ["Please submit at most 100 forms."],
    )


def test_questions_follow_entered_order_with_new_ones_last(ruth, event):
    first, second = (
        QuestionFactory(event=event, label=name, position=place)
        for place, name in enumerate(["First", "Second"])
    )

    send(
        ruth,
        event,
        row_of(first, order="2"),
        row_of(second, order="1"),
        {"label": "New"},
        {"label": ""},
    )

    assert labels(event) == ["Second", "First", "New"]


def test_unanswered_question_can_be_removed(ruth, event):
    question = QuestionFactory(event=event)

    send(ruth, event, row_of(question, DELETE="on"))

    assert labels(event) == []


STAYS = [
    "“Your role” can’t be removed because someone has answered it. If no one else should answer "
    "it, say so in its note."
]


def test_answered_question_cannot_be_removed(ruth, event):
    question = QuestionFactory(event=event, label="Your role")
    RegistrationFactory(event=event, answers={question.key: "Teacher"})

    response = send(ruth, event, row_of(question, DELETE="on"))

    assert response.context["form"].non_form_errors() == STAYS
    assert labels(event) == ["Your role"]


def test_question_with_only_anonymized_answers_cannot_be_removed(ruth):
    event = EventFactory(past=True)
    question = QuestionFactory(event=event, label="Your role", kind="choice", choices="A\nB")
    erase(registration=RegistrationFactory(event=event, answers={question.key: "A"}))

    response = send(ruth, event, row_of(question, DELETE="on"))

    assert response.context["form"].non_form_errors() == STAYS


def test_page_shows_questions_and_an_empty_form(ruth, event):
    QuestionFactory(event=event, label="Your school")

    page = ruth.client.get(reverse("admin:events_event_questions", args=[event.pk]))

    text = page_text(page)
    assert "1. Your school" in text
    assert [text.count(each) for each in ("Add a question", "Add another")] == [1, 1]


def test_page_of_event_without_questions_says_so(ruth, event):
    page = ruth.client.get(reverse("admin:events_event_questions", args=[event.pk]))

    assert "There are no questions yet." in page_text(page)

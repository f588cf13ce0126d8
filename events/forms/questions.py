"""An event’s questions as form fields."""

from django import forms

from content.form_fields import LinesFormField, SingleLineField
from content.forms.public import Radios
from events.models import Event, Question

PREFIX = "question-"
MAX_ANSWER_LENGTH = 2_000


def add_question_fields(form: forms.Form, event: Event) -> None:
    """Add a field for each question of an event."""
    for question in event.questions.all():
        form.fields[f"{PREFIX}{question.key}"] = field_for(question)


def field_for(question: Question) -> forms.Field:
    facts = {
        "label": question.label,
        "help_text": question.help_text,
        "required": question.is_required,
        "error_messages": {"required": f"Answer “{with_period(question.label)}”"},
    }
    choices = [(option, option) for option in question.options]
    if question.kind == Question.AnswerType.CHOICES:
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **facts
        )
    if question.kind == Question.AnswerType.TEXT:
        return SingleLineField(max_length=MAX_ANSWER_LENGTH, **facts)
    if question.kind == Question.AnswerType.LONG_TEXT:
        return LinesFormField(
            max_length=MAX_ANSWER_LENGTH, widget=forms.Textarea(attrs={"rows": 4}), **facts
        )
    if len(choices) > 12:
        return forms.ChoiceField(choices=[("", "Choose"), *choices], **facts)
    if not question.is_required:
        choices = [("", "No answer"), *choices]
    return forms.ChoiceField(choices=choices, widget=Radios, **facts)


def with_period(label: str) -> str:
    return label if label.endswith(("?", "!", ".")) else f"{label}."


def read_answers(form: forms.Form) -> dict:
    """Return {key of a question: answer} of a valid form, without unanswered questions."""
    answers = {
        name.removeprefix(PREFIX): value
        for name, value in form.cleaned_data.items()
        if name.startswith(PREFIX)
    }
    return {key: value for key, value in answers.items() if value}


def initial_answers(answers: dict) -> dict:
    """Return the answers of a registration as the initial values of a form."""
    return {f"{PREFIX}{key}": value for key, value in answers.items()}

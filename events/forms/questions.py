"""An event’s questions as form fields."""

import re

from django import forms

from content.form_fields import LinesFormField, SingleLineField
from content.forms.public import Radios
from events.models import Event, Question

PREFIX = "question-"
MAX_ANSWER_LENGTH = 2_000
ABOUT_READER = re.compile(r"(?:What(?:’s|'s| is) your|Your) ([^.?!:]+)[.?!:]?$", re.IGNORECASE)
MISSING = {
    Question.Preset.ROLE: "your role",
    Question.Preset.ORGANIZATION: "your school or organization",
    Question.Preset.STATE: "your state",
}


def add_question_fields(form: forms.Form, event: Event) -> None:
    """Add a field for each question of an event."""
    for question in event.questions.all():
        form.fields[f"{PREFIX}{question.key}"] = field_for(question)


def field_for(question: Question) -> forms.Field:
    facts = {
        "label": question.label,
        "help_text": question.help_text,
        "required": question.is_required,
        "error_messages": {"required": ask_for(question)},
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


def ask_for(question: Question) -> str:
    """Return what to do if a question hasn’t been answered: “Select your role.”"""
    verb = "Select" if question.has_options else "Enter"
    about_reader = ABOUT_READER.match(question.label)
    if question.preset:
        return f"{verb} {MISSING[question.preset]}."
    if about_reader:
        return f"{verb} your {about_reader[1]}."
    label = question.label
    return f"{verb} an answer to “{label if label.endswith(('?', '!', '.')) else f'{label}.'}”"


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

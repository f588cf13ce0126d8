"""What is wrong with a form of the admin, for the list above it."""

from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple

from django.forms import BaseForm, BaseFormSet, BoundField
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from content.menus import ROW


class MarkedProblem(NamedTuple):
    text: str
    # The id of the element to go to, if it can be seen.
    target: str


class FormProblems(NamedTuple):
    # Of the whole form or of all rows together
    general: list[str]
    # Of fields, in the order of the page
    marked: list[MarkedProblem]


def find_form_problems(
    *parts: BaseForm | BaseFormSet, not_marked: Iterable[str] = ()
) -> FormProblems:
    """Return what is wrong. The page doesn't mark the fields that are `not_marked`."""
    sets = [part for part in parts if isinstance(part, BaseFormSet)]
    forms = [part for part in parts if isinstance(part, BaseForm)]
    forms += [row for rows in sets for row in rows.forms]
    lists = [form.non_field_errors() for form in forms]
    lists += [rows.non_form_errors() for rows in sets]
    lists += [form.errors[name] for form in forms for name in not_marked if name in form.errors]
    marked = [
        problem
        for form in forms
        for field in form
        if field.name not in not_marked
        for problem in problems_of(field)
    ]
    return FormProblems([str(text) for errors in lists for text in errors], marked)


def problems_of(field: BoundField) -> Iterator[MarkedProblem]:
    for error in field.errors.as_data():
        # Some have a link of their own, which stays beside the field.
        messages = [
            unescape(strip_tags(text)) if isinstance(text, SafeString) else text
            for text in error.messages
        ]
        text = f"{field.label}: {' '.join(messages)}"
        if (error.code or "").startswith(ROW):
            yield MarkedProblem(text, f"{field.auto_id}-{error.code}")
        elif field.is_hidden:
            yield MarkedProblem(text, "")
        else:
            # Of several inputs, the first.
            yield MarkedProblem(text, f"{field.auto_id}{'_0' if field.use_fieldset else ''}")

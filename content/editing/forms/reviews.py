from typing import cast

from django import forms

from content.editing.reviews import reviewers_of
from content.form_fields import LinesFormField
from content.models import Assignment, Entry, User
from content.moments import validate_date

LONGEST_PASSAGE = 1_000


class NoteForm(forms.Form):
    """A note in the thread beside an entry’s text."""

    text = LinesFormField(
        label="New note", max_length=5_000, widget=forms.Textarea({"rows": 3, "form": "review"})
    )
    passage = LinesFormField(
        required=False,
        widget=forms.HiddenInput({"form": "review", "data-passage": LONGEST_PASSAGE}),
    )

    def clean_passage(self) -> str:
        return self.cleaned_data["passage"][:LONGEST_PASSAGE]


class AssignmentForm(forms.Form):
    """Who reviews an entry, and by when."""

    assignee = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="Reviewer",
        required=False,
        empty_label="Any editor",
        widget=forms.Select({"form": "review"}),
    )
    due_on = forms.DateField(
        label="Due",
        required=False,
        validators=[validate_date],
        widget=forms.DateInput({"type": "date", "form": "review"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, entry: Entry, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        assignee = cast(forms.ModelChoiceField, self.fields["assignee"])
        assignee.queryset = reviewers_of(entry)
        assignment = Assignment.objects.filter(entry=entry.pk).first()
        if assignment:
            self.initial = {"assignee": assignment.assignee_id, "due_on": assignment.due_on}

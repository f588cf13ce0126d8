"""The questions of an event as rows of a form."""

from django import forms
from django.core.exceptions import ValidationError

from events.models import Event, Question, Registration

EMPTY_ROWS = 2


class QuestionForm(forms.ModelForm):
    order = forms.IntegerField(
        required=False, min_value=1, max_value=999, help_text="Empty: after the others."
    )

    class Meta:
        model = Question
        fields = ["preset", "label", "help_text", "kind", "choices", "is_required"]
        widgets = {"choices": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "preset": "Brings its own words, answer and choices.",
            "label": "Empty: as the ready-made question has it.",
            "help_text": "A word under the question.",
            "kind": "How it is answered.",
            "choices": "One in each line, if there is a choice.",
            "is_required": "Nobody registers without an answer.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class QuestionFormSet(forms.BaseInlineFormSet):
    """The questions of an event. One that somebody has answered cannot be taken away."""

    def add_fields(self, form, index) -> None:
        super().add_fields(form, index)
        if form.instance.pk:
            form.fields["order"].initial = index + 1
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Take this question away"

    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if has_answers(form.instance):
                raise ValidationError(
                    f"“{form.instance}” cannot be taken away, as somebody has answered it. If "
                    "nobody else is to be asked, say so in its note."
                )

    def save(self, commit: bool = True) -> list:
        """Save the questions in the order that was typed; where none was, after the others."""
        gone = set(self.deleted_forms)
        rows = [row for row in self.forms if row not in gone]
        kept = [row for row in rows if row.has_changed() or row.instance.pk]
        kept.sort(key=lambda row: row.cleaned_data.get("order") or 1_000)
        for position, row in enumerate(kept):
            row.instance.position = position
        saved = super().save(commit)
        if commit:
            Question.objects.bulk_update([row.instance for row in kept], ["position"])
        return saved


def has_answers(question: Question) -> bool:
    """Tell whether somebody has answered a question, also if their details are deleted since."""
    if question.erased_counts:
        return True
    people = Registration.objects.filter(event=question.event, answers__has_key=question.key)
    return people.exists()


EventQuestions = forms.inlineformset_factory(
    Event,
    Question,
    form=QuestionForm,
    formset=QuestionFormSet,
    extra=EMPTY_ROWS,
    can_delete=True,
    can_delete_extra=False,
)

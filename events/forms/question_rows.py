"""The form for editing an event’s questions, one row each."""

from django import forms
from django.core.exceptions import ValidationError

from events.models import Event, Question, Registration

EMPTY_ROWS = 2


class QuestionForm(forms.ModelForm):
    order = forms.IntegerField(
        required=False, min_value=1, max_value=999, help_text="Leave empty to add it at the end."
    )

    class Meta:
        model = Question
        fields = ["preset", "label", "help_text", "kind", "choices", "is_required"]
        widgets = {"choices": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "preset": "Fills in the question, answer, and choices.",
            "label": "Leave empty to use the template’s wording.",
            "help_text": "Shown below the question.",
            "kind": "How people answer it.",
            "choices": "One per line, for questions with choices.",
            "is_required": "People can’t register without answering.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class QuestionFormSet(forms.BaseInlineFormSet):
    """An event’s questions. Once someone has answered a question, it can’t be removed."""

    def add_fields(self, form, index) -> None:
        super().add_fields(form, index)
        if form.instance.pk:
            form.fields["order"].initial = index + 1
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Remove this question"

    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if has_answers(form.instance):
                raise ValidationError(
                    f"“{form.instance}” can’t be removed because someone has answered it. If no "
                    "one else should answer it, say so in its note."
                )

    def save(self, commit: bool = True) -> list:
        """Save the questions in the order entered; questions without a number come last."""
        deleted = set(self.deleted_forms)
        rows = [row for row in self.forms if row not in deleted]
        kept = [row for row in rows if row.has_changed() or row.instance.pk]
        kept.sort(key=lambda row: row.cleaned_data.get("order") or 1_000)
        for position, row in enumerate(kept):
            row.instance.position = position
        saved = super().save(commit)
        if commit:
            Question.objects.bulk_update([row.instance for row in kept], ["position"])
        return saved


def has_answers(question: Question) -> bool:
    """Whether anyone has answered a question, including people who were erased since."""
    if question.erased_counts:
        return True
    people = Registration.objects.filter(event=question.event, answers__has_key=question.key)
    return people.exists()


MAX_QUESTIONS = 100
EventQuestions = forms.inlineformset_factory(
    Event,
    Question,
    form=QuestionForm,
    formset=QuestionFormSet,
    extra=EMPTY_ROWS,
    can_delete=True,
    can_delete_extra=False,
    max_num=MAX_QUESTIONS,
    # Without this limit, a forged request could get a page with two thousand rows.
    absolute_max=MAX_QUESTIONS,
)

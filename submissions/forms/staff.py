"""Forms for staff, below a submission's own."""

from django import forms

from content.form_fields import LinesFormField
from content.models import Topic
from content.site import site_settings
from submissions.models import ReplyTemplate

LONGEST = 10_000


class SubmissionNoteForm(forms.Form):
    text = LinesFormField(
        label="A note for colleagues",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the note first."},
    )


class SubmissionReplyForm(forms.Form):
    text = LinesFormField(
        label="Your reply",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Plain text. What the reader wrote is quoted below it.",
        error_messages={"required": "Write the reply first."},
    )
    answers_to = forms.ChoiceField(label="Answers go to", widget=forms.RadioSelect)

    def __init__(self, *args, own_address: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        shared = site_settings().contact_email
        choices = [("me", own_address)]
        if shared:
            choices.insert(0, ("mailbox", f"{shared}, for everyone"))
        field = self.fields["answers_to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
        field.initial = choices[0][0]


class ChosenTemplateForm(forms.Form):
    template = forms.ModelChoiceField(
        label="Begin with", queryset=ReplyTemplate.objects.all(), empty_label="Nothing"
    )


class ListingForm(forms.Form):
    topic = forms.ModelChoiceField(
        label="Topic",
        queryset=Topic.objects.all(),
        empty_label="Choose a topic",
        error_messages={
            "required": "Choose the topic under which readers find it.",
            "invalid_choice": "Choose a topic from the list.",
        },
    )

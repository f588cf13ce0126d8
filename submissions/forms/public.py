"""Forms for readers, who have no account."""

from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError

from content.form_fields import LinesFormField, SingleLineField, UrlFormField
from content.forms.public import PublicForm, ReaderEmailField, ReaderNameField
from content.models import Topic
from content.us_states import STATES_AND_TERRITORIES
from submissions.models import Submission
from submissions.models.submissions import LONGEST_TEXT

NEVER_SHOWN = (
    "We email you a button to confirm that it’s yours, and answers. It is never shown or shared."
)


class TopicField(forms.ModelChoiceField):
    def __init__(self, **kwargs) -> None:
        super().__init__(
            **{
                "queryset": Topic.objects.all(),
                "label": "Topic",
                "required": False,
                "empty_label": "Not sure",
                "error_messages": {"invalid_choice": "Choose a topic from the list."},
                **kwargs,
            }
        )


class SubmissionForm(PublicForm):
    title = SingleLineField(max_length=200)
    text = LinesFormField(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 8}))
    topic = TopicField()
    email = ReaderEmailField(help_text=NEVER_SHOWN)
    name = ReaderNameField(
        required=False, max_length=100, help_text="Needed only if we may publish it."
    )
    role = SingleLineField(
        label="Your role",
        required=False,
        max_length=100,
        help_text="For example, principal, or math teacher.",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    state = forms.ChoiceField(
        label="Your state",
        required=False,
        choices=[("", "Not in the US"), *STATES_AND_TERRITORIES.items()],
        help_text="If you are in the US.",
        error_messages={"invalid_choice": "Choose a state from the list."},
    )
    may_publish = forms.BooleanField(
        label="You may publish this with my name, role, and state", required=False
    )

    @property
    def shown_fields(self) -> Iterator[forms.BoundField]:
        """Those that look alike."""
        return (self[name] for name in self.fields if name not in ("may_publish", "website"))

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("may_publish") and not cleaned.get("name") and "name" not in self.errors:
            self.add_error(
                "name",
                ValidationError("Enter your name, or uncheck that we may publish this."),
            )
        return cleaned


class ProblemOfPracticeForm(SubmissionForm):
    title = SingleLineField(
        label="Your problem, in one sentence",
        max_length=200,
        help_text="For example: How do we grade work that comes in late?",
        error_messages={"required": "Enter your problem in one sentence."},
    )
    text = LinesFormField(
        label="Tell us more",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="What you have tried, and what makes it hard. Name no students.",
    )


class ResourceForReadersForm(SubmissionForm):
    url = UrlFormField(
        label="Its address",
        max_length=2000,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text="For example, https://example.org/report.",
        error_messages={
            "required": "Enter the resource’s address.",
            "invalid": "Enter an address like https://example.org/report.",
        },
    )
    title = SingleLineField(
        label="Its title", max_length=200, error_messages={"required": "Enter its title."}
    )
    text = LinesFormField(
        label="Why do you recommend it?",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    field_order = ["url", "title", "text"]


class PostProposalForm(SubmissionForm):
    title = SingleLineField(
        label="What your post would say, in one sentence",
        max_length=200,
        error_messages={"required": "Enter in one sentence what your post would say."},
    )
    text = LinesFormField(
        label="Your idea",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="An outline is enough. Say what you have seen or done yourself.",
        error_messages={"required": "Describe your idea."},
    )


class OursTooForm(PublicForm):
    email = ReaderEmailField(
        help_text="We email you a button that counts you, once. It is never shown or shared."
    )


FORMS: dict[str, type[SubmissionForm]] = {
    Submission.Category.PROBLEM: ProblemOfPracticeForm,
    Submission.Category.RESOURCE: ResourceForReadersForm,
    Submission.Category.POST: PostProposalForm,
}

"""Forms for readers, who have no account."""

from django import forms
from django.core.exceptions import ValidationError

from content.forms.public import PublicForm, Radios, ReaderEmailField, ReaderNameField
from content.markdown.complexity import MAXIMUM_CHARACTERS
from wiki.models import ProblemReport, Suggestion


class SuggestionForm(PublicForm):
    text = forms.CharField(
        label="The article’s text",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
        help_text="Change anything you like. The text is in Markdown: a blank line starts a new "
        "paragraph, ## starts a heading, and [[Title]] links to another article.",
        error_messages={"required": "Enter the article’s text."},
    )
    note = forms.CharField(
        label="What you changed, and why",
        required=False,
        max_length=Suggestion._meta.get_field("note").max_length,
        help_text="In a sentence, for the article’s history.",
    )
    name = ReaderNameField(
        required=False,
        max_length=Suggestion._meta.get_field("name").max_length,
        help_text="For the article’s history. Leave it empty to be credited as “a reader.”",
    )
    email = ReaderEmailField(
        required=False,
        help_text="Never shown. Enter it if an editor may contact you about this.",
    )
    # The revision that the reader started from; the server knows its text.
    revision = forms.CharField(required=False, widget=forms.HiddenInput)
    # The id of the heading, if the text is that of one section.
    section = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > MAXIMUM_CHARACTERS:
            raise ValidationError(
                f"This text has {len(text):,} characters, and an article can have at most "
                f"{MAXIMUM_CHARACTERS:,}. Shorten it."
            )
        return text


class ProblemForm(PublicForm):
    kind = forms.ChoiceField(
        label="What’s wrong?",
        choices=ProblemReport.Problem,
        widget=Radios,
        error_messages={"required": "Choose what’s wrong."},
    )
    reason = forms.CharField(
        label="Tell us more",
        max_length=ProblemReport._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Which sentence or link, and how you know.",
        error_messages={"required": "Describe the problem."},
    )
    email = ReaderEmailField(
        required=False,
        help_text="Never shown. Enter it if an editor may contact you about this.",
    )

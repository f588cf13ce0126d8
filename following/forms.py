from django import forms

from content.forms.public import PublicForm, Radios, ReaderEmailField
from following.models.follows import FREQUENCIES, NEWSLETTER, Frequency


class FollowForm(PublicForm):
    """What someone wants to follow by email."""

    email = ReaderEmailField(help_text="We share it with no one.")
    frequency = forms.ChoiceField(
        label="How often",
        choices=[(each.value, each.label) for each in FREQUENCIES],
        widget=Radios,
        error_messages={"required": "Choose how often you want email."},
    )

    def __init__(self, *args, scope: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if scope == NEWSLETTER:
            del self.fields["frequency"]

    @property
    def chosen_frequency(self) -> str:
        return self.cleaned_data.get("frequency", Frequency.ISSUE.value)


class ListForm(forms.Form):
    """A list of people to import."""

    file = forms.FileField(
        label="CSV file",
        help_text="With the columns email, consent (yes or no), and consent_date (such as "
        "2025-09-30). People with a dated consent follow from now on. We ask all others once, by "
        "email.",
    )
    follows = forms.ChoiceField(
        label="What they follow",
        choices=[
            ("site.", "The whole site"),
            ("newsletter.", "The newsletter"),
            ("sector.k-12", "K-12"),
            ("sector.higher-education", "Higher education"),
        ],
    )
    frequency = forms.ChoiceField(
        label="How often",
        choices=[(each.value, each.label) for each in FREQUENCIES],
        initial=Frequency.WEEKLY.value,
        help_text="The newsletter comes whenever you send it.",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > 10_000_000:
            raise forms.ValidationError("This file has more than 10 MB. Split it.")
        return file


class EntryChoiceForm(forms.Form):
    """One entry that could go into a newsletter."""

    is_chosen = forms.BooleanField(label="Include", required=False)
    position = forms.IntegerField(label="Place", required=False, min_value=1, max_value=999)
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Markdown. Without one, the newsletter has the summary.",
    )

from django import forms
from django.core.exceptions import ValidationError

from content.editing.forms.lengths import check_length
from content.editing.forms.widgets import MarkdownWidget
from content.form_fields import SingleLineField
from content.mail.wordings import Wording, explain_unknown
from content.models import EmailText


class EmailTextForm(forms.ModelForm):
    """The words of the emails of one purpose."""

    subject = SingleLineField(max_length=200, widget=forms.TextInput(attrs={"class": "vTextField"}))

    class Meta:
        model = EmailText
        fields = ["subject", "text"]
        widgets = {"text": MarkdownWidget(attrs={"rows": 10})}
        help_texts = {"text": "Markdown. What follows it in the email is added automatically."}

    def __init__(self, *args, wording: Wording, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.wording = wording

    def clean_subject(self) -> str:
        return self.check_placeholders(self.cleaned_data["subject"])

    def clean_text(self) -> str:
        check_length(self.cleaned_data["text"])
        return self.check_placeholders(self.cleaned_data["text"])

    def check_placeholders(self, text: str) -> str:
        unknown = self.wording.unknown_placeholders(text)
        if unknown:
            raise ValidationError(explain_unknown(self.wording, unknown))
        return text

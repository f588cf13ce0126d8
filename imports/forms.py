from django import forms
from django.core.exceptions import ValidationError

from content.media.files import base_name
from imports.exceptions import UnreadableFile
from imports.models import ResourceUpload
from imports.reports import Outcome
from imports.resources.columns import RESOURCES
from imports.spreadsheets import MAX_BYTES, messages, read_spreadsheet

OUTCOMES = list(Outcome)


class UploadForm(forms.Form):
    """A spreadsheet, stored until it is imported, if it is readable."""

    file = forms.FileField(
        label="Spreadsheet",
        allow_empty_file=True,
        help_text="CSV or XLSX, at most 10 MB and 5,000 rows. The first row names the columns.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"required": "Choose a spreadsheet first."},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            if file.size > MAX_BYTES:
                raise UnreadableFile(messages.TOO_LARGE)
            self.content = file.read()
            read_spreadsheet(self.content, RESOURCES)
        except UnreadableFile as error:
            raise ValidationError(str(error)) from error
        return file

    def save(self, *, by) -> ResourceUpload:
        name = base_name(self.cleaned_data["file"].name)
        return ResourceUpload.objects.create(file_name=name, content=self.content, created_by=by)


class ImportForm(forms.Form):
    """What the preview sends. `previewed` has a digit for each row: the outcome it showed."""

    is_published = forms.BooleanField(
        label="Publish new resources",
        required=False,
        initial=True,
        help_text="Otherwise they are imported as drafts.",
    )
    previewed = forms.CharField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def encode(outcomes: list[Outcome]) -> str:
        return "".join(str(OUTCOMES.index(outcome)) for outcome in outcomes)

    def clean_previewed(self) -> list[Outcome] | None:
        """Return the outcomes, or None if they cannot be read: they only tell what changed."""
        digits = self.cleaned_data["previewed"]
        if not digits.isdecimal() or not digits.isascii() or int(max(digits)) >= len(OUTCOMES):
            return None
        return [OUTCOMES[int(digit)] for digit in digits]

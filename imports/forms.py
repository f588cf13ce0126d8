from django import forms
from django.core.exceptions import ValidationError

from content.media.files import base_name
from imports.models import ResourceUpload
from imports.resources.columns import RESOURCES
from imports.resources.planning import Fate
from imports.spreadsheets import MAX_BYTES, SpreadsheetError, read_spreadsheet
from imports.spreadsheets.exceptions import SpreadsheetTooLarge

FATES = list(Fate)


class UploadForm(forms.Form):
    """A spreadsheet, kept until it is brought in if it can be read at all."""

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
                raise SpreadsheetTooLarge
            self.content = file.read()
            read_spreadsheet(self.content, RESOURCES)
        except SpreadsheetError as error:
            raise ValidationError(str(error)) from error
        return file

    def save(self, *, by) -> ResourceUpload:
        name = base_name(self.cleaned_data["file"].name)
        return ResourceUpload.objects.create(file_name=name, content=self.content, created_by=by)


class BringInForm(forms.Form):
    """What the preview sends. `foretold` has a digit for each row: the fate that it showed."""

    is_published = forms.BooleanField(
        label="Publish them",
        required=False,
        initial=True,
        help_text="Otherwise new resources come in as drafts.",
    )
    foretold = forms.CharField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def encode(fates: list[Fate]) -> str:
        return "".join(str(FATES.index(fate)) for fate in fates)

    def clean_foretold(self) -> list[Fate] | None:
        """Return the fates, or None if nobody knows them: they serve only to say what changed."""
        digits = self.cleaned_data["foretold"]
        if not digits.isdecimal() or not digits.isascii() or int(max(digits)) >= len(FATES):
            return None
        return [FATES[int(digit)] for digit in digits]

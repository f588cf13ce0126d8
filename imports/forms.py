from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from content.media.files import base_name
from imports.exceptions import UnreadableFile
from imports.models import ColumnMatch, SpreadsheetUpload
from imports.reports import Outcome
from imports.spreadsheets import MAX_BYTES, ColumnNames, Sheet, messages
from imports.spreadsheets.columns import normalize_heading
from imports.uploads import UploadKind

OUTCOMES = list(Outcome)


class UploadForm(forms.Form):
    """A spreadsheet or bibliography, stored until it is imported, if it is readable.

    A spreadsheet without the columns that are needed is stored, too: someone can match its columns.
    """

    needs_matching = False

    file = forms.FileField(
        allow_empty_file=True,
        widget=forms.FileInput,
        error_messages={"required": "Choose a spreadsheet first."},
    )

    def __init__(self, *args, kind: UploadKind, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        file = self.fields["file"]
        file.label, file.help_text = kind.file_label, kind.file_help
        file.widget.attrs["accept"] = kind.file_types

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            if file.size > MAX_BYTES:
                raise UnreadableFile(messages.TOO_LARGE)
            self.content = file.read()
            self.kind.read(self.content, self.kind.known_columns())
        except messages.ColumnsMissing:
            self.needs_matching = True
        except UnreadableFile as error:
            raise ValidationError(str(error)) from error
        return file

    def save(self, *, by) -> SpreadsheetUpload:
        return SpreadsheetUpload.objects.create(
            kind=self.kind.name,
            file_name=base_name(self.cleaned_data["file"].name),
            content=self.content,
            created_by=by,
        )


@dataclass(frozen=True)
class FileColumns:
    """The headings of a file, each once, with examples of what is below, and what it lacks."""

    headings: list[str]
    samples: dict[str, list[str]]
    problem: str = ""


def read_columns(read: Callable[[], Sheet]) -> FileColumns:
    """Return the columns of a file, which `read` reads, even if those that are needed are missing.

    Raises UnreadableFile.
    """
    try:
        sheet = read()
        headings, samples, problem = sheet.headings, sheet.samples, ""
    except messages.ColumnsMissing as error:
        headings, samples, problem = error.headings, error.samples, str(error)
    # A heading that is there twice means the same twice.
    return FileColumns(list(dict.fromkeys(filter(None, headings))), samples, problem)


class ColumnsForm(forms.Form):
    """What each column means that isn’t recognized by its heading alone."""

    def __init__(
        self,
        *args,
        names: ColumnNames,
        columns: FileColumns,
        **kwargs,
    ) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.names = names
        self.headings = columns.headings
        choices = [("", "Leave it out"), *names.labels.items()]
        for number, heading in enumerate(self.headings):
            words = ", ".join(f"“{text}”" for text in columns.samples.get(heading, []))
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=heading[:100],
                choices=choices,
                required=False,
                initial=names.field_of(heading) or "",
                help_text=f"For example, {words}." if words else "This column is empty at the top.",
            )

    def clean(self) -> dict:
        chosen = super().clean() or {}
        first: dict[str, str] = {}
        for number, heading in enumerate(self.headings):
            name = chosen.get(f"column_{number}", "")
            if name and name in first and name not in self.names.joinable:
                self.add_error(
                    f"column_{number}",
                    f"“{first[name][:100]}” holds the {self.names.labels[name].lower()} already. "
                    "Leave one of them out.",
                )
            first.setdefault(name, heading)
        missing = [name for name in self.names.required if name not in first]
        if missing and not self.errors:
            labels = " and the ".join(self.names.labels[name].lower() for name in missing)
            raise ValidationError(f"Choose the column that holds the {labels}.")
        return chosen

    def save(self) -> None:
        """Remember each choice that the heading alone doesn’t say."""
        plain = self.names.with_matches({})
        for number, heading in enumerate(self.headings):
            name = self.cleaned_data[f"column_{number}"]
            key = {"kind": self.names.kind, "heading": normalize_heading(heading)[:300]}
            if name == (plain.field_of(heading) or "") and name:
                ColumnMatch.objects.filter(**key).delete()
            elif key["heading"]:
                ColumnMatch.objects.update_or_create(
                    kind=key["kind"], heading=key["heading"], defaults={"field": name}
                )


class ImportForm(forms.Form):
    """What the preview sends. `previewed` has a digit for each row: the outcome it showed."""

    is_published = forms.BooleanField(
        label="Publish what is new",
        required=False,
        initial=True,
        help_text="Otherwise it is imported as drafts.",
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

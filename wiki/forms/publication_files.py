from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from wiki.models import FileVersion, PublicationFile

CHOOSE = {"required": "Choose the file."}


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files. Their service checks each of them."""

    widget = FilesInput

    def __init__(self, **facts) -> None:
        super().__init__(allow_empty_file=True, **facts)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        clean_one = super().clean
        return [clean_one(each) for each in data or []]


class NewFileForm(forms.ModelForm):
    upload = forms.FileField(label="File", allow_empty_file=True, error_messages=CHOOSE)

    class Meta:
        model = PublicationFile
        fields = ["title"]


class NewVersionForm(forms.ModelForm):
    upload = forms.FileField(label="New file", allow_empty_file=True, error_messages=CHOOSE)
    field_order = ["upload", "note"]

    class Meta:
        model = FileVersion
        fields = ["note"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True
        self.fields[
            "note"
        ].help_text = (
            "In a sentence, for readers of the earlier version, which keeps its own address."
        )


class FileTitleForm(forms.ModelForm):
    class Meta:
        model = PublicationFile
        fields = ["title"]
        help_texts = {"title": "Its address stays the same."}

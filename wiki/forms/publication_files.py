from django import forms

from wiki.models import FileVersion, PublicationFile

CHOOSE = {"required": "Choose the file."}


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

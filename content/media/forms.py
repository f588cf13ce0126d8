from django import forms

from content.exceptions import AltTextMissing, DocumentRefused, ImageRefused
from content.media.documents import add_document
from content.media.images import add_image
from content.models import Document, Image


class EditorImageForm(forms.Form):
    """What the editor sends with an image that was pasted or dropped into a text."""

    # The service reads and checks the file, so the form doesn't.
    image = forms.FileField(
        allow_empty_file=True, error_messages={"required": "No image was sent. Choose one."}
    )
    alt = forms.CharField(
        max_length=500,
        required=False,
        error_messages={"max_length": "Describe the image in at most 500 characters."},
    )
    decorative = forms.BooleanField(required=False)
    caption = forms.CharField(max_length=500, required=False)
    credit = forms.CharField(max_length=300, required=False)
    license = forms.CharField(max_length=100, required=False)


class MediaUploadForm(forms.ModelForm):
    """Adds a new file through its service during validation, so that a refusal is a form error.

    The admin sets `user`. The same file uploaded again is the same image or document.
    """

    user = None
    file = forms.FileField(label="File")

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors:
            description = dict(cleaned)
            file = description.pop("file")
            try:
                self.instance = self.add(file=file, name=file.name, by=self.user, **description)
            except (ImageRefused, DocumentRefused) as error:
                self.add_error("file", str(error))
            else:
                # A known file keeps its description.
                cleaned.update({name: getattr(self.instance, name) for name in description})
        return cleaned


class AltTextMixin:
    def clean(self) -> dict:
        if not self.cleaned_data.get("alt") and not self.cleaned_data.get("decorative"):
            self.add_error("alt", str(AltTextMissing()))
        return super().clean()


class ImageForm(AltTextMixin, forms.ModelForm):
    class Meta:
        model = Image
        fields = ["alt", "decorative", "credit", "license"]
        widgets = {"alt": forms.Textarea(attrs={"rows": 2})}


class NewImageForm(AltTextMixin, MediaUploadForm):
    add = staticmethod(add_image)

    class Meta(ImageForm.Meta):
        pass


class NewDocumentForm(MediaUploadForm):
    add = staticmethod(add_document)

    class Meta:
        model = Document
        fields = ["title", "credit", "license"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "title" in self.fields:
            self.fields["title"].required = False
            self.fields["title"].help_text += " Leave empty to use the file name."

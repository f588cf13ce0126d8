from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils.html import format_html

from content.exceptions import AltTextMissing, FileRefused
from content.media.documents import add_document
from content.media.files import digest
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

    A file that is already here is shown, with a link that takes the new description to it. The
    admin sets `user`, and `may_change` for a file that is already here.
    """

    user = None
    may_change = staticmethod(lambda existing: False)
    file = forms.FileField(label="File")

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        description = dict(cleaned)
        file = description.pop("file")
        existing = self._meta.model.objects.with_content(digest(file)).first()
        if existing:
            self.add_error("file", ValidationError(self.point_to(existing, description)))
            return cleaned
        try:
            self.instance = self.add(file=file, name=file.name, by=self.user, **description)
        except FileRefused as error:
            self.add_error("file", str(error))
            return cleaned
        # What was stored, such as the file’s name as its title. The form writes it to the instance.
        return cleaned | {name: getattr(self.instance, name) for name in description}

    def point_to(self, existing: Image | Document, description: dict) -> str:
        known = model_to_dict(existing, fields=description)
        new = {name: value for name, value in description.items() if value and value != known[name]}
        address = reverse(f"admin:content_{existing._meta.model_name}_change", args=[existing.pk])
        if not self.may_change(existing):
            new, offer = {}, "Use it as it is, or ask an editor to change its description."
        elif new:
            offer = "Open it to use your description instead."
        else:
            offer = "Open it to change its description."
        if "_popup" in self.data:
            new |= {"_popup": "1", "choose": "1"}
        # Its description comes last, because it may be a sentence with a period of its own.
        return format_html(
            'This file was not added, because it is already here. {} <a href="{}">{}{}</a>',
            offer,
            f"{address}?{urlencode(new)}" if new else address,
            self.picture(existing),
            existing,
        )

    def picture(self, existing: Image | Document) -> str:
        return ""


class DescriptionForm(forms.ModelForm):
    """Edits a file's description, prefilled with what was typed when the file was uploaded again.

    The admin sets `offered` to that.
    """

    offered: dict[str, str] = {}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() & self.offered.keys():
            text = str(self.initial[name] or "").removesuffix(".")
            now = f"“{text}.”" if text else "empty."
            self.fields[name].help_text = f"This is what you typed. Until you save, it is {now}"
            self.initial[name] = self.offered[name]


class AltTextMixin:
    def clean(self) -> dict:
        if not self.cleaned_data.get("alt") and not self.cleaned_data.get("decorative"):
            self.add_error("alt", str(AltTextMissing()))
        return super().clean()


class ImageForm(AltTextMixin, DescriptionForm):
    class Meta:
        model = Image
        fields = ["alt", "decorative", "credit", "license", "focus_x", "focus_y"]
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2}),
            "focus_x": forms.NumberInput(attrs={"min": 0, "max": 100, "step": 10}),
            "focus_y": forms.NumberInput(attrs={"min": 0, "max": 100, "step": 10}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() & {"focus_x", "focus_y"}:
            self.fields[name].required = False

    def clean(self) -> dict:
        # An empty field leaves the focus where it is.
        for name in ("focus_x", "focus_y"):
            if name in self.fields and self.cleaned_data.get(name) is None:
                self.cleaned_data[name] = self.initial.get(name, 50)
        return super().clean()


class NewImageForm(AltTextMixin, MediaUploadForm):
    add = staticmethod(add_image)

    class Meta(ImageForm.Meta):
        fields = ["alt", "decorative", "credit", "license"]

    def picture(self, existing: Image) -> str:
        return format_html('<img class="shown" src="{}" alt=""><br>', existing.thumbnail_url)


class DocumentForm(DescriptionForm):
    class Meta:
        model = Document
        fields = ["title", "credit", "license"]


class NewDocumentForm(MediaUploadForm):
    add = staticmethod(add_document)

    class Meta(DocumentForm.Meta):
        pass

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "title" in self.fields:
            self.fields["title"].required = False
            self.fields["title"].help_text += " Leave empty to use the file name."

"""Form fields that small modules in static/js make pleasant to use."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.forms import Media, Script
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import slugify


class Module(Script):
    """A JavaScript module of the site's own."""

    def __init__(self, name: str) -> None:
        super().__init__(f"js/{name}", type="module")


class MarkdownTextarea(forms.Textarea):
    """A plain text area; static/js/editor.js adds the toolbar, the preview and the images."""

    media = Media(js=[Module("editor.js")])

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        textarea = super().render(name, value, attrs, renderer)
        return render_to_string(
            "admin/widgets/markdown.html",
            {
                "textarea": textarea,
                "textarea_id": (attrs or {}).get("id", ""),
                "preview_url": reverse("admin:preview-markdown"),
                "frame_url": reverse("admin:preview-frame"),
                "upload_url": reverse("image-upload"),
            },
        )


class TagSelect(forms.SelectMultiple):
    """Tags by name, old ones suggested and new ones welcome."""

    def __init__(self, attrs=None) -> None:
        super().__init__(
            {
                "class": "admin-autocomplete",
                "data-ajax--cache": "true",
                "data-ajax--delay": 250,
                "data-ajax--type": "GET",
                "data-allow-clear": "false",
                "data-placeholder": "",
                "data-tags": "true",
                "data-theme": "admin-autocomplete",
                "data-token-separators": json.dumps([","]),
                **(attrs or {}),
            }
        )

    @property
    def media(self) -> Media:
        return Media(
            js=[
                "admin/js/vendor/jquery/jquery.min.js",
                "admin/js/vendor/select2/select2.full.min.js",
                "admin/js/jquery.init.js",
                "admin/js/autocomplete.js",
            ],
            css={
                "screen": [
                    "admin/css/vendor/select2/select2.min.css",
                    "admin/css/autocomplete.css",
                ]
            },
        )

    def get_context(self, name, value, attrs) -> dict:
        attrs = {**(attrs or {}), "data-ajax--url": reverse("admin:tag-suggestions")}
        return super().get_context(name, value, attrs)

    def optgroups(self, name, value, attrs=None) -> list:
        chosen = [str(tag) for tag in value]
        options = [
            self.create_option(name, tag, tag, True, index) for index, tag in enumerate(chosen)
        ]
        return [(None, options, 0)]

    def format_value(self, value) -> list[str]:
        return [str(tag) for tag in value or []]


class TagField(forms.Field):
    """A list of tag names, each once, whatever its case."""

    widget = TagSelect
    longest = 100

    def clean(self, value) -> list[str]:
        names = [" ".join(str(name).replace("\0", "").split()) for name in value or []]
        names = list({name.casefold(): name for name in reversed(names) if name}.values())[::-1]
        for name in names:
            if len(name) > self.longest:
                raise ValidationError(f"A tag has at most {self.longest} letters: “{name}”.")
            if not slugify(name, allow_unicode=True):
                raise ValidationError(
                    f"A tag needs a letter or a digit, for its address: “{name}” has none."
                )
        return names

    def has_changed(self, initial, data) -> bool:
        before = sorted(str(tag).casefold() for tag in initial or [])
        return before != sorted(str(name).casefold() for name in data or [])

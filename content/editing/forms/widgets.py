"""Form fields that small modules in static/js enhance."""

import json

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import Media, Script
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import slugify
from markdownx.widgets import MarkdownxWidget

from content.markdown.complexity import MAXIMUM_CHARACTERS
from content.texts import clean_line
from content.time_zones import words_for


class Module(Script):
    """A JavaScript module of the site's own."""

    def __init__(self, name: str) -> None:
        super().__init__(f"js/{name}", type="module")


class MarkdownWidget(MarkdownxWidget):
    """A text area, to which static/js/editor.js adds a toolbar, a preview, and images."""

    template_name = "admin/widgets/markdown.html"
    # Replaces django-markdownx's own script.
    media = Media(js=[Module("editor.js")])

    def __init__(self, attrs=None, *, has_excerpt: bool = False) -> None:
        super().__init__({"data-longest": MAXIMUM_CHARACTERS, **(attrs or {})})
        self.has_excerpt = has_excerpt

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        # django-markdownx changes the attributes it receives, and fails without any.
        return super().render(name, value, dict(attrs or {}), renderer)

    def get_context(self, name, value, attrs) -> dict:
        context = super().get_context(name, value, attrs)
        context["widget"]["has_excerpt"] = self.has_excerpt
        return {
            **context,
            "preview_frame_url": reverse("admin:preview-frame"),
            "images_url": reverse("admin:image-suggestions"),
            "links_url": reverse("admin:link-suggestions"),
            "paste_url": reverse(settings.PASTE_URL),
        }


class TimeZoneSelect(forms.Select):
    """Time zones, among which static/js/time-zone.js searches by their cities."""

    media = Media(js=[Module("time-zone.js")])

    def __init__(self, attrs=None, choices=()) -> None:
        super().__init__({"data-time-zone": "", **(attrs or {})}, choices)

    def create_option(self, name, value, *args, **kwargs) -> dict:
        option = super().create_option(name, value, *args, **kwargs)
        if also := words_for(str(value)):
            option["attrs"]["data-also"] = also
        return option


class TagSelect(forms.SelectMultiple):
    """Tags by name. It suggests existing tags and accepts new ones."""

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
    """A list of tag names without duplicates, ignoring case."""

    widget = TagSelect
    longest = 100

    def clean(self, value) -> list[str]:
        names = [" ".join(clean_line(str(name)).split()) for name in value or []]
        names = list({name.casefold(): name for name in reversed(names) if name}.values())[::-1]
        for name in names:
            if len(name) > self.longest:
                raise ValidationError(
                    f"A tag can have at most {self.longest} characters. Shorten “{name}.”"
                )
            if not slugify(name, allow_unicode=True):
                raise ValidationError(
                    f"A tag needs a letter or a digit, for its address: “{name}” has none."
                )
        return names

    def has_changed(self, initial, data) -> bool:
        before = sorted(str(tag).casefold() for tag in initial or [])
        return before != sorted(str(name).casefold() for name in data or [])

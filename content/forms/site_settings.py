from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from content.accent import DARK, LIGHT
from content.editing.forms.lengths import check_length
from content.editing.forms.widgets import MarkdownWidget, TimeZoneSelect
from content.form_fields import LineFormField
from content.forms.menus import BlocksField, MenuField
from content.models import Image, SiteSettings
from content.models.site_settings import entered_fields
from content.time_zones import time_zone_choices

SMALLEST_ICON = 180  # pixels, for the home screens of phones
LABELS = "A path of this site, such as /about/, or an address that starts with https://."


class SiteSettingsForm(forms.ModelForm):
    main_menu = MenuField(
        menu="main_menu",
        nests=True,
        help_text=f"{LABELS} An indented link opens under the one above it.",
    )
    footer_menu = MenuField(
        menu="footer_menu",
        nests=True,
        label="Footer columns",
        help_text="Each row that isn’t indented heads a column. A last column links to the "
        "permanent pages and the feeds by itself.",
    )
    social_links = MenuField(
        menu="social_links", nests=False, help_text="The site’s accounts elsewhere."
    )
    front_blocks = BlocksField(
        label="Beside the stories", required=False, help_text="What is marked, in this order."
    )
    announcement = LineFormField(
        label="Text",
        max_length=300,
        required=False,
        help_text="One line of Markdown above the header of every page.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    class Meta:
        model = SiteSettings
        fields = [field.name for field in entered_fields()]
        widgets = {
            "mission": MarkdownWidget(attrs={"rows": 6}),
            "new_here": MarkdownWidget(attrs={"rows": 6}),
            "footer_text": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
            "contact_address": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        examples = {
            "name": settings.SITE_NAME,
            "tagline": settings.SITE_TAGLINE,
            "accent_light": LIGHT.accent,
            "accent_dark": DARK.accent,
        }
        for name, example in examples.items():
            if name in self.fields:
                self.fields[name].widget.attrs["placeholder"] = example
        if "time_zone" in self.fields:
            choices = time_zone_choices(self.instance.time_zone)
            self.fields["time_zone"] = forms.ChoiceField(
                label="Time zone of new events",
                choices=choices,
                widget=TimeZoneSelect,
                help_text="Each event can have another.",
            )
        for name in ("mission", "new_here", "footer_text"):
            if name in self.fields:
                self.fields[name].validators.append(check_length)

    def add_error(self, field, error) -> None:
        super().add_error(field, error)
        for name, errors in self.errors.as_data().items():
            if name in self.fields and isinstance(self.fields[name], MenuField):
                self.fields[name].widget.marked = {each.code for each in errors}

    def clean_icon(self) -> Image | None:
        icon = self.cleaned_data["icon"]
        if icon is None:
            return None
        if icon.width != icon.height or icon.width < SMALLEST_ICON:
            raise ValidationError(
                f"This image has {icon.width} by {icon.height} pixels. Choose a square one of at "
                f"least {SMALLEST_ICON} by {SMALLEST_ICON}."
            )
        return icon

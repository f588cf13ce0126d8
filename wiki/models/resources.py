from django.db import models

from content.models import Entry, Format
from content.models.fields import LineField, UrlLineField
from content.querysets import EntryQuerySet
from wiki.normalized_urls import normalize_url

RESOURCE_FORMATS = [
    Format.REPORT,
    Format.ARTICLE,
    Format.BOOK,
    Format.PAPER,
    Format.TOOL,
    Format.VIDEO,
    Format.RECORDING,
    Format.POLICY,
    Format.WEBSITE,
]


class Resource(Entry):
    """Something that others made, with our own notes on it in the body."""

    url = UrlLineField("address", max_length=2000, blank=True, help_text="Where readers find it.")
    normalized_url = LineField(
        max_length=2000,
        unique=True,
        null=True,
        editable=False,
        help_text="The address in a normalized form, so that nothing is listed twice.",
    )
    made_by = LineField(
        max_length=500, blank=True, help_text="Who made it: people, an organization, or both."
    )
    archived_url = UrlLineField(
        "archived copy",
        max_length=2000,
        blank=True,
        help_text="Where readers find a copy if the address stops working.",
    )

    objects = EntryQuerySet.as_manager()

    not_in_revisions = Entry.not_in_revisions | {"normalized_url"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(url="") | models.Q(normalized_url__isnull=True),
                name="resource_key_needs_address",
            ),
        ]

    def prepare_to_save(self) -> None:
        super().prepare_to_save()
        self.normalized_url = normalize_url(self.url) if self.url else None
        self.maker_line = self.made_by

    def missing_text(self) -> str:
        # A resource needs no text, but readers need to know what it is.
        if self.summary.strip() or self.body.strip():
            return ""
        return "It has neither a summary nor a text, so readers can’t tell what it is."

    def own_web_addresses(self) -> frozenset[str]:
        return frozenset({self.url}) if self.url else frozenset()

    def replace_address(self, *, old: str, new: str) -> None:
        super().replace_address(old=old, new=new)
        address, mark, place = self.url.partition("#")
        if address == old:
            self.url = f"{new}{mark}{place}"

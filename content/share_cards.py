"""What a share card shows: the picture of an entry that other sites put beside a link to it.

Its address has a hash of what it shows, so it can be kept for good. content.media.share_cards draws
it, when someone first asks for it.
"""

import hashlib
import re
from dataclasses import astuple, dataclass
from functools import cached_property

from django.urls import reverse

from content.accent import LIGHT
from content.site import site_name, site_settings

WIDTH, HEIGHT = 1200, 630
FOLDER = "share-cards"
# Another number gives all cards new addresses: for when they are drawn differently.
DESIGN = 1
# What the typeface has: the same characters as in docs/decisions/fonts.md.
DRAWABLE = re.compile(
    "[\u0020-\u007e\u00a0-\u00ff\u0100-\u0107\u010c-\u0119\u011a\u011b\u011e\u011f\u012a\u012b"
    "\u0130\u0131\u0139-\u0148\u014c\u014d\u0150-\u015b\u015e-\u0165\u016a\u016b\u016e-\u0171"
    "\u0178-\u017e\u02bb\u02bc\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2032\u2033"
    "\u2039\u203a\u20ac\u2122\u2190-\u2193\u2212\u2215\u2260\u2264\u2265]*"
)


def mark_of_site() -> tuple[str, str, str]:
    """Return the site's name, its accent color, and the path of its icon in the storage, or ""."""
    site = site_settings()
    icon = site.icon.file.name if site.icon else ""
    return site_name(), site.accent_light or LIGHT.accent, icon


@dataclass(frozen=True)
class ShareCard:
    entry_id: int
    label: str
    title: str
    byline: str
    picture: str  # a path in the storage, or ""
    focus: tuple[int, int] = (50, 50)  # of the picture, in percent

    width, height = WIDTH, HEIGHT

    @property
    def is_drawable(self) -> bool:
        """Whether the typeface has all characters, so that none becomes a box."""
        return DRAWABLE.fullmatch(f"{site_name()}{self.label}{self.title}{self.byline}") is not None

    @cached_property
    def digest(self) -> str:
        shown = repr((DESIGN, *mark_of_site(), *astuple(self)))
        return hashlib.sha256(shown.encode()).hexdigest()[:16]

    @property
    def folder(self) -> str:
        """Where the storage keeps this entry's card."""
        return f"{FOLDER}/{self.entry_id}"

    @property
    def url(self) -> str:
        return reverse("content:share-card", args=[self.entry_id, self.digest])

    @property
    def alt(self) -> str:
        by = f" by {self.byline}" if self.byline else ""
        return f"{self.label}: {self.title}{by}"

"""How search results and other sites show an entry, beside its form."""

from dataclasses import dataclass

from django.conf import settings

from content.models import Entry, Image
from content.paths import absolute
from content.phrases import shorten

# What search engines show on most screens. They decide by width, so it’s about this many.
TITLE_CHARACTERS, DESCRIPTION_CHARACTERS = 60, 155


@dataclass(frozen=True)
class ShownText:
    name: str
    text: str
    limit: int

    @property
    def shown(self) -> str:
        return shorten(self.text, self.limit)

    @property
    def sentence(self) -> str:
        """How long it is, and what is cut. static/js/search-preview.js says the same."""
        count = len(self.text)
        if count <= self.limit:
            return f"{count} of about {self.limit} characters."
        return f"{count} characters. Results show about {self.limit} and cut the end."


def describe_appearance(entry: Entry) -> dict:
    """Return what templates/admin/search_preview.html shows of a stored entry."""
    card, title = entry.share_card, entry.search_title or entry.heading
    return {
        "address": absolute(entry.get_absolute_url()),
        "texts": [
            ShownText("title", " ".join(title.split()), TITLE_CHARACTERS),
            ShownText("description", " ".join(entry.description.split()), DESCRIPTION_CHARACTERS),
        ],
        # A card is drawn once readers can see the entry.
        "picture": card if isinstance(card, Image) else entry.lead_image,
        "heading": entry.heading,
        "byline": entry.byline,
        "site_name": settings.SITE_NAME,
    }

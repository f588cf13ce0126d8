"""What an item of the old site is to be saved as."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from taggit.models import Tag

from content.models import Image, Person, Place, Topic
from imports.wordpress.meta_keys import ALWAYS_READ

# Fields that came later than the first imports: while empty, they don't make an item a changed one.
LATER_FIELDS = {"search_title", "search_description", "original_url"}


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of a publication, in the copy of the uploads folder."""

    title: str
    address: str
    path: Path


@dataclass(slots=True)
class ConvertedItem:
    """What to save for an item: the entry's fields and relations, and remarks for the report."""

    fields: dict
    people: list[Person]
    topics: list[Topic]
    tags: list[Tag]
    attention: list[str] = field(default_factory=list)
    # The addresses of pages that aren't here, to which it links.
    missing_pages: list[str] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    files: list[FoundFile] = field(default_factory=list)
    # None if the event wasn't canceled.
    cancellation_note: str | None = None
    # Meta keys that were read, and why others weren't.
    used_keys: set[str] = field(default_factory=lambda: set(ALWAYS_READ))
    unused_keys: dict[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """A hash by which a later import can tell whether the item changed in the export."""
        facts = {
            key: value.content_hash if isinstance(value, Image) else value
            for key, value in self.fields.items()
            if value or key not in LATER_FIELDS
        }
        facts["people"] = [person.pk for person in self.people]
        facts["topics"] = sorted(topic.pk for topic in self.topics)
        facts["tags"] = sorted(tag.pk for tag in self.tags)
        if self.places:
            facts["places"] = sorted(place.pk for place in self.places)
        if self.files:
            facts["files"] = [file.address for file in self.files]
        return hashlib.sha256(json.dumps(facts, default=str, sort_keys=True).encode()).hexdigest()

    def remark(self, heading: str, sentence: str) -> None:
        self.remarks.append((heading, sentence))

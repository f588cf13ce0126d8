"""An entry's people, topics, tags, and places, read in the same query as the entry.

Separate queries for each, and the time Django took to join their rows, were most of a listing's
time.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Func

from content.entries_sql import all_labels_sql, brief_labels_sql
from content.paths import detail_path
from content.phrases import initials


class BriefLabelData(Func):
    """The labels that listings and feeds show for the entry with this primary key, as JSON."""

    arity = 1
    expression_sql = staticmethod(brief_labels_sql)

    def __init__(self, entry: str = "pk") -> None:
        super().__init__(entry, output_field=models.JSONField())

    def as_sql(self, compiler, connection, **options):
        return super().as_sql(compiler, connection, template=self.expression_sql(), **options)


class LabelData(BriefLabelData):
    """All labels of the entry with this primary key, for its own page, as JSON."""

    expression_sql = staticmethod(all_labels_sql)


@dataclass(frozen=True, slots=True)
class Term:
    """A topic, tag, or place as pages show it. Model instances took ten times as long."""

    id: int
    name: str
    slug: str
    url_name: str

    def get_absolute_url(self) -> str:
        return detail_path(self.url_name, self.slug)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributor:
    """Someone who made an entry. Listings and feeds read only the first three fields."""

    id: int
    name: str
    slug: str
    sort_name: str = ""
    is_organization: bool = False
    affiliation: str = ""
    job_title: str = ""
    biography: str = ""
    website: str = ""
    portrait: Any = None  # a content.Image: the models load after this module

    def get_absolute_url(self) -> str:
        return detail_path("content:person-detail", self.slug)

    @property
    def initials(self) -> str:
        return initials(self.name)


class Labels:
    """An entry's label data as objects, each relation built on first use."""

    def __init__(self, data: dict) -> None:
        self.data = data

    @cached_property
    def topics(self) -> list[Term]:
        return self.terms("topics", "content:topic-detail")

    @property
    def first_topic(self) -> Term | None:
        """The topic above a title. In templates, `topics.0` takes five times as long."""
        return self.topics[0] if self.topics else None

    @cached_property
    def tags(self) -> list[Term]:
        return self.terms("tags", "content:tag-detail")

    @cached_property
    def places(self) -> list[Term]:
        return self.terms("places", "content:place-detail")

    def terms(self, relation: str, url_name: str) -> list[Term]:
        return [Term(**term, url_name=url_name) for term in self.data[relation] or []]

"""The kinds of entries that the site publishes.

Each app registers its own in `AppConfig.ready()`, from its `kinds.py`. Whatever works on every kind
(search, sitemaps, preview, the dashboard, permissions) iterates over this registry.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import capfirst

if TYPE_CHECKING:
    from content.models import Entry


@dataclass(frozen=True, kw_only=True)
class Kind:
    model: "type[Entry]"
    # The page of an entry: its address takes the slug; its template gets what `detail_context`
    # returns. A preview shows the same page, and calls it with is_preview=True.
    detail_url_name: str
    detail_template: str
    detail_context: "Callable[..., dict]"
    # Kinds whose pages share addresses name the same space: no two of their slugs are equal.
    address_space: str = ""
    # Whether the site's front page and those of the sectors list it, among the latest.
    on_front_page: bool = False
    # Whether this site made it, unlike what it only describes and links to.
    is_ours: bool = True
    # Whether listings say what kind of thing it is, rather than its topic.
    is_labeled: bool = True
    # Of several entries with the same title, [[title]] leads to the kind with the highest.
    title_priority: int = 0
    # Slugs that the app itself uses below the same path.
    reserved_slugs: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not self.address_space:
            object.__setattr__(self, "address_space", self.name)

    @property
    def name(self) -> str:
        """What the column `kind` holds: post, article …"""
        return self.model._meta.model_name

    @property
    def label(self) -> str:
        return capfirst(self.model._meta.verbose_name)

    @property
    def plural(self) -> str:
        return capfirst(self.model._meta.verbose_name_plural)

    @property
    def change_permission(self) -> str:
        return f"{self.model._meta.app_label}.change_{self.name}"

    @property
    def delete_permission(self) -> str:
        return f"{self.model._meta.app_label}.delete_{self.name}"

    def admin_url_name(self, page: str) -> str:
        """Return the name of a page of the kind's admin, such as "changelist"."""
        return f"admin:{self.model._meta.app_label}_{self.name}_{page}"


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    for kind in kinds:
        _kinds[kind.name] = kind


def all_kinds() -> tuple[Kind, ...]:
    """Return every kind, in the order in which they were registered."""
    return tuple(_kinds.values())


def get(name: str) -> Kind:
    """Raises KeyError if no kind has this name."""
    return _kinds[name]


def for_model(model: "type[Entry]") -> Kind:
    return _kinds[model._meta.model_name]

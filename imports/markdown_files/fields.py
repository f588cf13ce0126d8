"""Read the front matter of a page: its title, dates, names, and what else has a place here."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from content.models import Status
from imports.folders.pages import MODELS

# Each field, and what other programs call it.
NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "slug": ("slug",),
    "date": ("date", "published_at", "publishdate", "created", "created_at", "date created"),
    "modified": (
        "modified", "updated", "lastmod", "last_modified_at", "modified_at", "date modified",
        "updated_at",
    ),
    "tags": ("tags", "tag", "keywords"),
    "topics": ("topics", "categories", "category", "topic"),
    "authors": ("authors", "author", "people"),
    "summary": ("summary", "description", "excerpt"),
    "draft": ("draft",),
    "published": ("published", "publish"),
    "status": ("status",),
    "kind": ("kind",),
    "parent": ("parent",),
    "aliases": ("aliases", "alias", "redirect_from", "redirects"),
    "former_titles": ("former_titles", "former titles", "former_title"),
    "address": ("permalink", "url"),
}  # fmt: skip
SEPARATED_BY_SPACES = {"categories", "tags"}
YES, NO = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}
DATE_FORMATS = (
    "%Y/%m/%d", "%Y/%m/%d %H:%M", "%m/%d/%Y", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y",
    "%Y.%m.%d", "%A, %B %d, %Y", "%Y-%m", "%B %Y", "%Y",
)  # fmt: skip
OFFSET = re.compile(r"\s+(?=[+-]\d{2}:?\d{2}$|Z$)")
LOOSE_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?=$|[T ])")
MAX_NAMES = 200


@dataclass(slots=True)
class PageFields:
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        return read_text(self.values.get(name))

    def names(self, name: str) -> list[str]:
        names = read_names(self.values.get(name), divides=name in {"tags", "authors", "topics"})
        if len(names) > MAX_NAMES:
            self.problems.append(f"Only {MAX_NAMES} of its {len(names)} {name} were imported.")
        return names[:MAX_NAMES]

    def moment(self, name: str) -> datetime | None:
        text = self.text(name)
        moment = read_moment(text)
        if text and moment is None:
            self.problems.append(f"Its {name} isn’t a date: “{text[:100]}”. Set the date here.")
        return moment

    def status(self) -> Status:
        words = self.text("status").casefold()
        is_draft = self.text("draft").casefold() in YES or self.text("published").casefold() in NO
        if is_draft or words in {"draft", "private", "hidden", "unpublished"}:
            return Status.DRAFT
        return Status.REVIEW if words in {"review", "pending"} else Status.PUBLISHED

    def kind(self) -> str:
        words = self.text("kind").casefold()
        if words in MODELS:
            return words
        if words:
            self.problems.append(
                f"Its kind is “{words[:50]}”, which can’t be imported from a file. It became an "
                f"article. The kinds are {', '.join(MODELS)}."
            )
        return "article"

    def former(self) -> tuple[list[str], list[str]]:
        """Return its former titles and its old paths, which are often given as one list."""
        titles, paths = self.names("former_titles"), []
        for alias in self.names("aliases"):
            (paths if alias.startswith(("/", "http://", "https://")) else titles).append(alias)
        address = self.text("address")
        if address.startswith(("/", "http://", "https://")) and ":" not in path_of(address):
            paths.append(address)
        return titles, [path for path in map(path_of, paths) if path.strip("/")]


def read_fields(front_matter: dict[str, Any]) -> PageFields:
    fields = PageFields()
    given = {key.strip().casefold(): (key, value) for key, value in front_matter.items()}
    for name, spellings in NAMES.items():
        found = [
            (key, divide_at_spaces(spelling, value))
            for spelling in spellings
            if spelling in given
            for key, value in [given.pop(spelling)]
        ]
        values = [value for _, value in found if value not in (None, "", [], {})]
        fields.values[name] = join_values(values) if len(values) > 1 else next(iter(values), None)
        if len(values) > 1 and name not in {"tags", "topics", "authors", "aliases"}:
            fields.values[name] = values[0]
            keys = ", ".join(key for key, value in found if value not in (None, ""))
            fields.problems.append(f"Of {keys}, only the first was imported.")
    fields.unknown = [key for key, value in given.values() if value not in (None, "", [], {})]
    return fields


def divide_at_spaces(key: str, value: Any) -> Any:
    """Return the names in a line of Jekyll's or Obsidian's, in which spaces separate them."""
    is_line = isinstance(value, str) and not re.search(r"[,;#]", value)
    return value.split() if is_line and key in SEPARATED_BY_SPACES else value


def join_values(values: list[Any]) -> list[Any]:
    return [item for value in values for item in (value if isinstance(value, list) else [value])]


def read_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str() | int() | float():
            return str(value).strip()
        case list():
            return ", ".join(filter(None, map(read_text, value)))
        case dict():
            return read_text(value.get("name") or value.get("title") or value.get("text"))
    return ""


def read_names(value: Any, *, divides: bool) -> list[str]:
    """Return a list of names. A text with commas is several names; so are the words of #tags."""
    match value:
        case list():
            names = [read_text(item) for item in value]
        case str() if divides and value.lstrip().startswith("#"):
            names = value.split()
        case str() if divides:
            names = re.split(r"[,;]", value)
        case _:
            names = [read_text(value)]
    cleaned = (" ".join(name.split()).lstrip("#").strip() for name in names)
    return list(dict.fromkeys(name for name in cleaned if name))


def read_moment(text: str) -> datetime | None:
    """Return an aware moment. A date without a time or a zone is in the site's zone."""
    moment = parse(text.strip())
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=timezone.get_default_timezone())


def parse(text: str) -> datetime | None:
    if not text or len(text) > 60:
        return None
    padded = LOOSE_DATE.sub(lambda found: f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}", text)
    try:
        return datetime.fromisoformat(OFFSET.sub("", padded))
    except ValueError:
        pass
    for style in DATE_FORMATS:
        try:
            return datetime.strptime(text, style)  # noqa: DTZ007  # read_moment adds the zone
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None


def path_of(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""

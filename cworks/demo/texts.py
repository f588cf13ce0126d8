"""Reads the demo's files and refuses those that point to something missing."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from content.exceptions import AppError
from content.kinds import Kind, all_kinds

FOLDER = Path(__file__).parent
FENCE = "+++\n"
# What texts can refer to besides entries.
TOPIC, IMAGE = "topic", "image"


class DemoContentError(AppError):
    message = "Something is wrong with a file of the demo."


@dataclass(frozen=True)
class Text:
    """One Markdown file: what its front matter says, and the body."""

    path: Path
    facts: dict
    body: str

    @property
    def slug(self) -> str:
        return self.facts["slug"]

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.name}"


@dataclass(frozen=True)
class Texts:
    """All that the demo consists of; the entries of a kind are named after its plural."""

    people: list[dict]
    topics: list[dict]
    places: list[dict]
    synonyms: list[list[str]]
    site_settings: dict
    images: dict
    series: list[Text]
    posts: list[Text]
    pages: list[Text]
    articles: list[Text]
    publications: list[Text]
    resources: list[Text]
    events: list[Text]
    newsletters: list[Text]
    event_series: list[dict]
    registrants: dict[str, list[str]]  # {name: [role, organization]}
    folder: Path = field(default=FOLDER)

    @property
    def entries(self) -> list[Text]:
        return [text for kind in all_kinds() for text in self.of_kind(kind)]

    def of_kind(self, kind: Kind) -> list[Text]:
        return getattr(self, kind.plural.lower(), [])

    def image_file(self, name: str) -> Path:
        return self.folder / "images" / f"{name}.webp"


def read_texts(folder: Path = FOLDER) -> Texts:
    """Read everything in the folder. Raises DemoContentError."""
    texts = Texts(
        people=read_toml(folder / "people.toml")["people"],
        topics=read_toml(folder / "topics.toml")["topics"],
        places=read_toml(folder / "places.toml")["places"],
        synonyms=read_toml(folder / "synonyms.toml")["groups"],
        site_settings=read_toml(folder / "site_settings.toml"),
        images=read_toml(folder / "images" / "images.toml"),
        series=read_folder(folder / "series"),
        posts=read_folder(folder / "posts"),
        pages=read_folder(folder / "pages"),
        articles=read_folder(folder / "articles"),
        publications=read_folder(folder / "publications"),
        resources=read_resources(folder / "resources.toml"),
        events=read_folder(folder / "events"),
        newsletters=read_folder(folder / "newsletters"),
        event_series=read_toml(folder / "events" / "series.toml")["series"],
        registrants=read_toml(folder / "events" / "registrants.toml")["people"],
        folder=folder,
    )
    check_references(texts)
    return texts


def read_toml(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise DemoContentError(f"{path.name} cannot be read: {error.strerror}.") from error
    except tomllib.TOMLDecodeError as error:
        raise DemoContentError(f"{path.name} is not valid TOML: {error}.") from error


def read_folder(folder: Path) -> list[Text]:
    texts = [read_text(path) for path in sorted(folder.glob("*.md"))]
    slugs: dict[str, Text] = {}
    for text in texts:
        first = slugs.setdefault(text.slug, text)
        if first is not text:
            raise DemoContentError(f"{text.name} has the same slug as {first.name}.")
    return texts


def read_resources(path: Path) -> list[Text]:
    """Read the resources from their file. The annotation is the body."""
    return [
        Text(path=path, facts=row, body=row["annotation"].strip() + "\n")
        for row in read_toml(path)["resources"]
    ]


def read_text(path: Path) -> Text:
    name = f"{path.parent.name}/{path.name}"
    _, fence, rest = path.read_text("utf-8").partition(FENCE)
    front_matter, closing, body = rest.partition(f"\n{FENCE}")
    if not fence or not closing:
        raise DemoContentError(f"{name} does not begin with front matter between +++ lines.")
    try:
        facts = tomllib.loads(front_matter)
    except tomllib.TOMLDecodeError as error:
        raise DemoContentError(
            f"{name} has front matter that is not valid TOML: {error}."
        ) from error
    for required in ("title", "slug"):
        if required not in facts:
            raise DemoContentError(f"{name} does not say its {required}.")
    return Text(path=path, facts=facts, body=body.strip() + "\n")


def check_references(texts: Texts) -> None:
    known = {
        "person": slugs_of(texts.people),
        "topic": slugs_of(texts.topics),
        "place": slugs_of(texts.places),
        "image": set(texts.images["alt"]),
        **{kind.name: {text.slug for text in texts.of_kind(kind)} for kind in all_kinds()},
        "series of events": slugs_of(texts.event_series),
        "registrant": set(texts.registrants),
    }
    for filename, kind, rows in (
        ("topics.toml", "topic", texts.topics),
        ("places.toml", "place", texts.places),
    ):
        for row in rows:
            if "parent" in row and row["parent"] not in known[kind]:
                raise missing(filename, kind, row["parent"])
    for row in texts.people:
        if "portrait" in row and row["portrait"] not in known["image"]:
            raise missing("people.toml", "image", row["portrait"])
    for text in texts.entries:
        for kind, slug in references_of(text):
            if slug not in known[kind]:
                raise missing(text.name, kind, slug)
    for name in texts.images["alt"]:
        if not texts.image_file(name).is_file():
            raise DemoContentError(
                f"images/images.toml describes the image “{name}”, "
                f"but images/{name}.webp does not exist."
            )


def slugs_of(rows: Iterable[dict]) -> set[str]:
    return {row["slug"] for row in rows}


def references_of(text: Text) -> Iterator[tuple[str, str]]:
    for kind, key in (
        ("person", "authors"),
        ("person", "presenters"),
        ("registrant", "people"),
        ("registrant", "gave_up"),
        ("topic", "topics"),
        ("place", "places"),
    ):
        for slug in text.facts.get(key, ()):
            yield kind, slug
    if "image" in text.facts:
        yield "image", text.facts["image"]
    if "series" in text.facts:
        of_events = text.path.parent.name == "events"
        yield "series of events" if of_events else "series", text.facts["series"]
    if "parent" in text.facts:
        yield "article", text.facts["parent"]
    for companion in text.facts.get("companions", ()):
        kind, _, slug = companion.partition(":")
        yield kind, slug
    yield from reference_pattern().findall(text.body)


def reference_pattern() -> re.Pattern:
    """Return a pattern for the kind and slug of references such as (post:slug)."""
    names = (TOPIC, IMAGE, *(kind.name for kind in all_kinds()))
    return re.compile(rf"\(({'|'.join(names)}):([\w-]+)")


def missing(filename: str, kind: str, slug: str) -> DemoContentError:
    return DemoContentError(f"{filename} refers to the {kind} “{slug}”, which does not exist.")

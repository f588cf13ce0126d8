"""What apps offer below the entries of a topic. Each registers its own in `AppConfig.ready()`."""

from collections.abc import Callable

from content.models import Topic

type Links = list[tuple[str, str]]  # (text, path)

_sources: list[Callable[[Topic], Links]] = []


def register(source: Callable[[Topic], Links]) -> None:
    if source not in _sources:
        _sources.append(source)


def links_for(topic: Topic) -> Links:
    return [link for source in _sources for link in source(topic)]

"""Make the HTML of all texts of an imported site, in processes if there are many."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from itertools import batched

from content.editing.bulk_saving import NewEntry, keep_links
from content.kinds import all_kinds
from content.markdown import ImageFacts, Rendered
from content.models import Entry, Image, SiteSettings, entry_model
from content.rendering import (
    RENDERED_FIELDS,
    fill_in_rendered,
    render_text,
    render_without_database,
    save_site_settings,
)
from imports import processes

BATCH = 100
# Batches that are being rendered while an earlier one is stored.
AHEAD = 4
# Fewer texts than this are rendered sooner than a process starts.
WORTH_PROCESSES = 200


def render_texts(on_progress: Callable[[str, int], None]) -> None:
    """Render each text, and find out what it links to. All targets are there by now."""
    is_worth = Entry.objects.count() >= WORTH_PROCESSES
    with processes.open_processes(None) if is_worth else nullcontext() as pool:
        for kind in all_kinds():
            done = 0
            for entries, rendered in render_ahead(entry_model(kind), pool):
                store(entries, rendered)
                done += len(entries)
                on_progress(f"{kind.plural} as pages", done)
    for site in SiteSettings.objects.all():
        save_site_settings(site=site)


def render_ahead(
    model: type[Entry], pool: ProcessPoolExecutor | None
) -> Iterator[tuple[tuple[Entry, ...], list[Rendered]]]:
    """Yield batches whose texts were rendered while the ones before were stored."""
    rows = model._base_manager.order_by("pk").iterator(chunk_size=BATCH)
    waiting: deque[tuple[tuple[Entry, ...], Callable[[], list[Rendered]]]] = deque()
    for batch in batched(rows, BATCH):
        waiting.append((batch, start(batch, pool)))
        if len(waiting) > AHEAD:
            entries, wait = waiting.popleft()
            yield entries, wait()
    for entries, wait in waiting:
        yield entries, wait()


def start(
    entries: tuple[Entry, ...], pool: ProcessPoolExecutor | None
) -> Callable[[], list[Rendered]]:
    """Start rendering, and return a function that waits for the result."""
    bodies = [entry.body for entry in entries]
    shown = Image.objects.filter(entries__in=entries).distinct()
    images = {image.url: image.facts for image in shown}
    if pool is None:
        return lambda: render_bodies(bodies, images)
    return pool.submit(render_bodies, bodies, images).result


def render_bodies(bodies: list[str], images: Mapping[str, ImageFacts]) -> list[Rendered]:
    return [render_without_database(body, images) for body in bodies]


def store(entries: tuple[Entry, ...], rendered: list[Rendered]) -> None:
    texts = [
        # Wiki links need the database.
        NewEntry(entry, render_text(entry.body) if found.wiki_titles else found)
        for entry, found in zip(entries, rendered, strict=True)
    ]
    for each in texts:
        fill_in_rendered(each.entry, each.rendered)
        fields = {name: getattr(each.entry, name) for name in RENDERED_FIELDS}
        Entry.objects.filter(pk=each.entry.pk).update(**fields)
    keep_links(texts)

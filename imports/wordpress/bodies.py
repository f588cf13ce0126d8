"""Convert the texts of items in processes of their own, on all processors.

Nothing in here uses the database: what the texts refer to comes with them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from content.markdown import ImageFacts, Rendered
from content.rendering import render_without_database
from content.texts import clean_text
from imports import processes
from imports.running import describe_failure
from imports.wordpress.attachments import Attachments
from imports.wordpress.comments import write_comment_text
from imports.wordpress.export import ExportItem
from imports.wordpress.file_addresses import NewAddresses, absolute_address
from imports.wordpress.formatting import FormattedBody, format_body
from imports.wordpress.item_files import ItemFiles
from imports.wordpress.own_pages import OwnPages
from imports.wordpress.surroundings import SharedParts, body_of, surroundings_of

# Fewer texts than this are converted sooner than a process starts.
WORTH_PROCESSES = 200


@dataclass(frozen=True, slots=True)
class SourceText:
    """An item to convert, and what its text refers to."""

    item: ExportItem
    site_url: str
    name: str  # what reports call the item
    # Custom fields to keep at the end of the text.
    more_html: str
    # Where the files are now that it refers to, by their keys (see OldFiles).
    files: dict[str, str]
    image_facts: Mapping[str, ImageFacts]


@dataclass(slots=True)
class ConvertedText:
    """An item's text as Markdown and rendered, and its comments: {id: (Markdown, HTML)}."""

    markdown: str
    formatted: FormattedBody
    rendered: Rendered
    missing_files: list[str]  # sentences
    missing_pages: list[str]
    comments: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FailedText:
    """Why a text couldn't be converted, as sentences."""

    reason: str


@dataclass(frozen=True, slots=True)
class OldSites:
    """What any text may refer to."""

    pages: OwnPages
    attachments: Attachments
    # By the address of the site.
    shared_parts: Mapping[str, SharedParts]


def convert_text(text: SourceText, sites: OldSites) -> ConvertedText | FailedText:
    try:
        return _convert(text, sites)
    except Exception as error:
        return FailedText(describe_failure(error, item=text.name))


def _convert(text: SourceText, sites: OldSites) -> ConvertedText:
    item = text.item
    addresses = NewAddresses(sites.attachments.old_files, text.files)
    files = ItemFiles(text.site_url, item, sites.attachments, addresses)
    base = item.link or text.site_url
    missing_pages: dict[str, None] = {}
    renderings: dict[str, Rendered] = {}

    def map_address(address: str, alt: str | None) -> str:
        new = files.map_address(address, alt)
        absolute = absolute_address(address, base=base)
        if new != address or alt is not None or addresses.is_missing(absolute):
            return new
        if address.startswith("#"):
            return address
        page = sites.pages.find(address, base=base)
        if page is None and sites.pages.is_own(absolute):
            missing_pages[absolute] = None
        return page or address

    def render_html(markdown: str) -> str:
        renderings[markdown] = render_without_database(markdown, text.image_facts)
        return renderings[markdown].html

    formatted = format_body(
        body_of(item),
        surroundings=surroundings_of(item, sites.shared_parts[text.site_url]),
        find_images=partial(sites.attachments.find_images, text.site_url, item),
        map_address=map_address,
        render_html=render_html,
    )
    more = format_body(text.more_html, map_address=map_address).markdown if text.more_html else ""
    # As it will be stored.
    markdown = clean_text("\n\n".join(filter(None, (formatted.markdown, more))))
    if markdown not in renderings:
        render_html(markdown)
    return ConvertedText(
        markdown=markdown,
        formatted=formatted,
        rendered=renderings[markdown],
        missing_files=list(dict.fromkeys(files.missing)),
        missing_pages=list(missing_pages),
        comments={each.id: write_comment_text(each, map_address) for each in item.comments},
    )


def convert_texts(texts: Sequence[SourceText]) -> list[ConvertedText | FailedText]:
    return [convert_text(text, processes.shared[0]) for text in texts]


class Converter:
    """Converts texts, in processes if there are many. `start` doesn't wait for the result."""

    def __init__(self, sites: OldSites, pool: ProcessPoolExecutor | None) -> None:
        self.sites, self.pool = sites, pool

    def start(self, texts: Sequence[SourceText]) -> Callable[[], list[ConvertedText | FailedText]]:
        """Return a function that waits for the texts and returns them."""

        def convert_here() -> list[ConvertedText | FailedText]:
            return [convert_text(text, self.sites) for text in texts]

        if self.pool is None:
            return convert_here
        try:
            result = self.pool.submit(convert_texts, texts).result
        except BrokenProcessPool:
            return convert_here

        def wait() -> list[ConvertedText | FailedText]:
            try:
                return result()
            except BrokenProcessPool:
                # A process was killed, perhaps because memory was short. Then it takes longer.
                return convert_here()

        return wait


@contextmanager
def open_converter(sites: OldSites, *, number: int) -> Iterator[Converter]:
    """Yield what converts texts, of which there are about this many."""
    if number < WORTH_PROCESSES:
        yield Converter(sites, None)
        return
    with processes.open_processes(sites) as pool:
        yield Converter(sites, pool)

"""Read XML files that other programs exported, however large they are."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from content.texts import clean_text
from imports.exceptions import UnreadableFile


def parse_elements(
    path: Path, file: BinaryIO, *, has_large_texts: bool = False
) -> Iterator[tuple[str, etree._Element]]:
    """Yield ("start" or "end", element), without resolving any entity or address.

    `has_large_texts` accepts texts of more than ten million characters. Raises UnreadableFile and
    etree.XMLSyntaxError.
    """
    events = etree.iterparse(
        file,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=has_large_texts,
        remove_comments=True,
        remove_pis=True,
    )
    is_first = True
    for event, element in events:
        if is_first and element.getroottree().docinfo.internalDTD is not None:
            raise UnreadableFile(
                f"{path} declares a document type. Exports don’t, and it can hide an attack. If "
                "you trust the file, remove the <!DOCTYPE …>."
            )
        is_first = False
        yield event, element


def free_memory(element: etree._Element) -> None:
    """Remove what has been read: this element’s content, and all that came before it."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def text_of(element: etree._Element | None) -> str:
    if element is None:
        return ""
    text = "".join(element.itertext()) if len(element) else element.text
    return clean_text(text or "").strip()

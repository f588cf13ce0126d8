"""Episodes of podcasts, whose sound plug-ins such as PowerPress played above or below the text."""

from html import escape, unescape
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from imports.values import host_of
from imports.wordpress.export import ExportItem

KEY = "enclosure"


def enclosures_of(item: ExportItem) -> list[str]:
    """Return the addresses of an item's enclosures that its text doesn't have.

    WordPress also adds one for each link to sound or video in the text.
    """
    text = unescape(item.content)
    # The address, the length, and the type, each on a line of its own.
    written = [value.strip().partition("\n")[0].strip() for value in item.meta_values(KEY)]
    return [
        address
        for address in dict.fromkeys(written)
        if host_of(address) and address.partition("://")[2] not in text
    ]


def enclosures_html(item: ExportItem) -> list[str]:
    return [
        f'<p><a href="{escape(address)}">{escape(name_of(address))}</a></p>'
        for address in enclosures_of(item)
    ]


def name_of(address: str) -> str:
    return unquote(PurePosixPath(urlsplit(address).path).name) or address

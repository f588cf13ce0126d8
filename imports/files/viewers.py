"""Pages that only show a file from elsewhere, such as Google’s and Office’s viewers."""

import re
from urllib.parse import parse_qsl, urljoin, urlsplit

from bs4 import Tag

from imports.html.trees import find_elements

HOSTS = {
    "docs.google.com": re.compile(r"/(?:a/[^/]+/)?(?:g?viewer|gview|viewerng/viewer)\b"),
    "drive.google.com": re.compile(r"/viewer(?:ng/viewer)?\b"),
    "view.officeapps.live.com": re.compile(r"/op/\w+\.aspx", re.IGNORECASE),
    "mozilla.github.io": re.compile(r"/pdf\.js/"),
}
# PDF.js on the site itself, as plug-ins install it.
PDF_JS = re.compile(r"/viewer\.(?:html?|php)$", re.IGNORECASE)
PARAMETERS = ("url", "src", "file")
SHOWN_BY = {"a": "href", "iframe": "src", "embed": "src", "object": "data"}


def file_behind(address: str) -> str:
    """Return the address of the file that a viewer’s page shows; any other address unchanged."""
    if "?" not in address:
        return address
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return address
    pattern = HOSTS.get((parts.hostname or "").lower(), PDF_JS)
    if not pattern.search(parts.path):
        return address
    query = dict(parse_qsl(parts.query))
    shown = next((query[name].strip() for name in PARAMETERS if query.get(name)), "")
    if shown.startswith("//"):
        shown = f"https:{shown}"
    elif shown.startswith("/") and pattern is PDF_JS:
        shown = urljoin(address.strip(), shown)
    elif shown.startswith("www."):
        shown = f"http://{shown}"
    return shown if shown.startswith(("http://", "https://")) else address


def open_viewers(soup: Tag) -> None:
    """Have everything in a tree that leads to a viewer or shows one lead to the file itself."""
    for element in find_elements(soup, SHOWN_BY):
        old = str(element.get(SHOWN_BY[element.name]) or "").strip()
        shown = file_behind(old)
        if shown == old:
            continue
        # A frame's own words are for browsers without frames.
        if element.name != "a" or element.get_text().strip() == old:
            element.string = shown
        element.name, element.attrs = "a", {**element.attrs, "href": shown}
        for frame_attribute in ("src", "data"):
            del element[frame_attribute]

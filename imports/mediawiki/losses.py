"""Check that the rendered page has every word and link of the original HTML.

Does the same as `imports.html.losses`, with regular expressions: building the tree of a large page
takes seconds, and all HTML here was written by our own code.
"""

import re
from html import unescape

from imports.html.addresses import ALLOWED_SCHEMES, scheme_of
from imports.html.losses import lost_words, normalize
from imports.mediawiki.html import BLOCK_TAG

LINE_BREAK = re.compile(r"<(?:br|hr|section|figure|figcaption)\b[^<>]*>")
TAG = re.compile(r"<[^<>]*>")
# Footnote numbers and the permalinks of headings directly follow a word.
NUMBER = re.compile(r'<sup class="footnote-ref".*?</sup>|<a class="permalink".*?</a>')
LINK = re.compile(r'<a [^<>]*?href="([^"<>]*)"')
TITLE = re.compile(r'<wiki-link title="([^"<>]*)"')


def find_losses(original: str, rendered: str) -> list[str]:
    """Return the words and links of one piece of HTML that another does not have."""
    rendered = NUMBER.sub("", rendered)
    lost = lost_words(list_words(original), list_words(rendered))
    links = links_of(original) - links_of(rendered)
    return [*lost, *sorted(links)]


def list_words(html: str) -> list[str]:
    html = TAG.sub("", LINE_BREAK.sub(" ", BLOCK_TAG.sub(" ", html)))
    return unescape(html).split()


def links_of(html: str) -> set[str]:
    addresses = (unescape(address).strip() for address in LINK.findall(html))
    return {normalize(address) for address in addresses if scheme_of(address) in ALLOWED_SCHEMES}


def titles_of(html: str) -> set[str]:
    return {" ".join(unescape(title).split()) for title in TITLE.findall(html)}

"""See whether the rendered page says every word and has every link of the HTML it began as.

Both were written by programs, so that tags can be found by their angle brackets: a tree of a large
page takes seconds to build.
"""

import re
from html import unescape

from imports.html.losses import lost_words, normalize
from imports.html.writer import ADDRESSES_KEPT, scheme_of
from imports.mediawiki.html import BLOCK_TAG

LINE_BREAK = re.compile(r"<(?:br|hr|section|figure|figcaption)\b[^<>]*>")
TAG = re.compile(r"<[^<>]*>")
# The numbers of footnotes stand right behind a word, and a heading's link to itself too.
NUMBER = re.compile(r'<sup class="footnote-ref".*?</sup>|<a class="permalink".*?</a>')
LINK = re.compile(r'<a [^<>]*?href="([^"<>]*)"')
TITLE = re.compile(r'<wiki-link title="([^"<>]*)"')


def find_losses(original: str, rendered: str) -> list[str]:
    """Return the words and links of one piece of HTML that another does not have."""
    rendered = NUMBER.sub("", rendered)
    lost = lost_words(words_of(original), words_of(rendered))
    links = links_of(original) - links_of(rendered)
    return [*lost, *sorted(links)]


def words_of(html: str) -> list[str]:
    html = TAG.sub("", LINE_BREAK.sub(" ", BLOCK_TAG.sub(" ", html)))
    return unescape(html).split()


def links_of(html: str) -> set[str]:
    addresses = (unescape(address).strip() for address in LINK.findall(html))
    return {normalize(address) for address in addresses if scheme_of(address) in ADDRESSES_KEPT}


def titles_of(html: str) -> set[str]:
    return {" ".join(unescape(title).split()) for title in TITLE.findall(html)}

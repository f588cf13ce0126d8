"""Rendered HTML for other uses: full addresses for feeds and emails, plain text for meta tags."""

import re
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from content.markdown.trees import parse_fragment

# This suffices for the sanitizer's output: lowercase, with every value in double quotes.
TAG = re.compile(r'<(?:a|blockquote|del|img|ins|q|source)(?: [a-z-]+="[^"]*")+>')
ADDRESS = re.compile(r' (href|src|srcset|cite)="([^"]*)"')
PERMALINK = re.compile(r'<a class="permalink"[^>]*>#</a>')
BLOCKS = {
    "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
}  # fmt: skip


def absolute_links(html: str, base_url: str) -> str:
    """Return rendered HTML with full addresses, for feeds and emails.

    `base_url` is the entry's own full address, so that footnotes work. Permalinks of headings are
    removed, because they need the site's styles.
    """

    def rewrite_attribute(match: re.Match[str]) -> str:
        name, value = match[1], unescape(match[2])
        if name == "srcset":
            candidates = (candidate.split() for candidate in value.split(","))
            value = ", ".join(
                " ".join([join(address), *size]) for address, *size in candidates if address
            )
        else:
            value = join(value)
        return f' {name}="{escape(value)}"'

    origin = "{0.scheme}://{0.netloc}".format(urlsplit(base_url))

    def join(address: str) -> str:
        # A shortcut for most addresses, which are paths on this site.
        if address.startswith("/") and not address.startswith("//") and ".." not in address:
            return origin + address
        try:
            return urljoin(base_url, address)
        except ValueError:
            return address

    # A pattern that began with an optional space took ten times as long.
    html = PERMALINK.sub("", html.replace(' <a class="permalink"', '<a class="permalink"'))
    return TAG.sub(lambda tag: ADDRESS.sub(rewrite_attribute, tag[0]), html)


def plain_text(html: str) -> str:
    """Return the text of rendered HTML on one line."""
    return text_of(parse_fragment(html))


def text_of(tree: HtmlElement) -> str:
    for element in list(tree.iter("a", "sup", "section")):
        if element.get("class") in {"permalink", "footnote-ref", "footnotes"}:
            element.drop_tree()
    return " ".join("".join(collect_text(tree)).split())


def collect_text(element):
    yield element.text or ""
    for child in element:
        gap = " " if child.tag in BLOCKS else ""
        yield gap
        yield from collect_text(child)
        yield gap
        yield child.tail or ""

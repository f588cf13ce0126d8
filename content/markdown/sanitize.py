"""The allowlists. Everything that readers see has passed through `sanitize`.

`sanitize_source` comes first, for the writer's HTML, and `sanitize` last, for the pipeline's
output. Only the latter allows the markup that only the pipeline may write.
"""

import re

import nh3

from content.markdown.embeds import EMBED_ORIGINS

TEXT_TAGS = {
    "a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col",
    "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p",
    "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strong", "sub",
    "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var",
    "wbr",
}  # fmt: skip
TEXT_ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "role", "aria-label"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "dfn": {"title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "q": {"cite"},
    "span": {"title"},
    "td": {"colspan", "rowspan"},
    "th": {"abbr", "colspan", "rowspan", "scope"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
# The content of these elements is not text for readers.
WITHOUT_CONTENT = {"math", "script", "style", "svg", "template"}
CLASSES = {
    "align-center", "align-left", "align-right", "credit", "embed", "external-image",
    "footnote-back", "footnote-ref", "footnotes", "library-list", "missing-image", "missing-link",
    "permalink", "table-scroll", "wiki-link",
}  # fmt: skip
LANGUAGE_CLASS = re.compile(r"language-[A-Za-z0-9_+#.-]{1,40}")
ROLES = {"doc-endnotes", "group"}
PLAYERS = tuple(f"{origin}/" for origin in EMBED_ORIGINS)
OWN_ID = re.compile(r"(?:section|note)-[\w-]+")


def keep_our_classes(value: str) -> str | None:
    names = (name for name in value.split() if name in CLASSES or LANGUAGE_CLASS.fullmatch(name))
    return " ".join(names) or None


def filter_source_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return keep_our_classes(value)
    if name == "role":
        return value if value in ROLES else None
    return value


def filter_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "id":
        return value if OWN_ID.fullmatch(value) else None
    if name == "data-embed":
        return value if value.startswith(PLAYERS) else None
    return filter_source_attribute(tag, name, value)


SOURCE_CLEANER = nh3.Cleaner(
    # The pipeline turns iframes into links.
    tags=TEXT_TAGS | {"iframe"},
    attributes=TEXT_ATTRIBUTES
    | {
        "a": {"href", "title", "name"},
        "iframe": {"src", "title"},
        "span": {"title", "data-more"},
    },
    attribute_filter=filter_source_attribute,
    clean_content_tags=WITHOUT_CONTENT,
    url_schemes=SCHEMES,
    link_rel=None,
)
CLEANER = nh3.Cleaner(
    tags=TEXT_TAGS | {"picture", "source"},
    attributes=TEXT_ATTRIBUTES
    | {
        "a": {"href", "title", "rel", "data-embed"},
        "div": {"tabindex"},
        "pre": {"tabindex"},
        "img": {"src", "alt", "title", "width", "height", "loading", "decoding"},
        "source": {"type", "srcset", "sizes"},
    },
    attribute_filter=filter_attribute,
    clean_content_tags=WITHOUT_CONTENT,
    url_schemes=SCHEMES,
    link_rel=None,
)


def sanitize_source(html: str) -> str:
    # Twice, because removing an element such as <select> can change how the rest is parsed.
    return SOURCE_CLEANER.clean(SOURCE_CLEANER.clean(html))


def sanitize(html: str) -> str:
    return CLEANER.clean(html)

"""Expand WordPress's shortcodes to HTML.

WordPress's own shortcodes are expanded, those of page builders, and a few of plug-ins that only add
a footnote, a table, or an address. All others stay as text, and their names are returned for the
report.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from types import MappingProxyType

from imports.wordpress.closings import closed_elements
from imports.wordpress.page_builders import expand_page_builders, show_link
from imports.wordpress.shortcode_attributes import read_attributes
from imports.wordpress.tables import describe_table, read_separated

# Like WordPress, end a shortcode at the first bracket, even inside quotation marks.
INSIDE = r"[^\[\]]*"
SHORTCODE = re.compile(
    rf"(?P<escaped>\[\[(?:caption|wp_caption|gallery|embed|audio|video|youtube|vimeo)\b{INSIDE}\]\])"
    rf"|\[(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:[\s=/:]{INSIDE})?)\]"
)
VERBATIM = "pre|code|script|style|textarea"
TAG_END = r"""(?:[^>"']|"[^"]*"|'[^']*')*>"""
FIRST_IMAGE = re.compile(
    rf"\s*(?P<image>(?:<a\b{TAG_END}\s*)?<img\b{TAG_END}(?:\s*</a>)?)(?P<caption>.*)", re.DOTALL
)
# What no one writes in brackets as words: [name key=…], [name=…], [name /], and [two_words].
IS_SHORTCODE = re.compile(r"[\w-]+\s+[\w-]+\s*=|[\w-]+=|[^\[\]]*/$|\w*[a-z]_[a-z]")
# Shortcodes of plug-ins for what is at an address.
ADDRESS_ONLY = {
    "arve", "codepen_embed", "dailymotion", "embedyt", "facebook", "flickr", "fusion_soundcloud",
    "fvplayer", "googlemaps", "instagram", "pinterest", "reddit", "scribd", "slideshare",
    "soundcloud", "spotify", "storify", "su_vimeo", "su_youtube", "ted", "tiktok", "tweet",
    "twitter", "wpvideo", "youtube_sc",
}  # fmt: skip
# Shortcodes of plug-ins that show a document, or any page, in a frame.
FRAMES = {
    "advanced_iframe", "dflip", "docembed", "document", "embeddoc", "embed-document",
    "embed_document", "embedpress_pdf", "flipbook", "gdoc", "google-docs-viewer", "gview", "iframe",
    "pdf", "pdf-embedder", "pdf_embedder", "pdf-viewer", "pdf_viewer", "pdfjs-viewer", "pdfviewer",
    "real3dflipbook", "wonderplugin_pdf",
}  # fmt: skip
FRAMED = re.compile(r"(?:(?:https?:)?//|/)[^\s<>]+")
MEDIA_KEYS = ("src", "mp4", "m4v", "webm", "ogv", "flv", "wmv", "mp3", "m4a", "ogg", "wav", "wma")


@dataclass(frozen=True, slots=True)
class AttachedImage:
    """An image among the export's attachments."""

    url: str
    alt: str = ""
    caption: str = ""


@dataclass(slots=True)
class ExpandedBody:
    """Text, the names of shortcodes that stayed, and descriptions of what the export lacks."""

    text: str
    unknown: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


# Takes a gallery's attributes, and returns the images that it showed.
FindImages = Callable[[Mapping[str, str]], list[AttachedImage]]


def expand_shortcodes(
    body: str,
    *,
    find_images: FindImages = lambda _: [],
    tables: Mapping[str, str] = MappingProxyType({}),
) -> ExpandedBody:
    """Expand the shortcodes in a stored body, except in code. `tables` has TablePress's as HTML."""
    expanded = ExpandedBody("")
    if "[" not in body:
        return ExpandedBody(body)
    expander = _Expander(find_images, tables, expanded)
    pieces = []
    position = 0
    for start, end in closed_elements(body, VERBATIM):
        pieces += [expander.expand(body[position:start]), body[start:end]]
        position = end
    pieces.append(expander.expand(body[position:]))
    expanded.text = "".join(pieces)
    return expanded


@dataclass(slots=True)
class _Expander:
    find_images: FindImages
    tables: Mapping[str, str]
    expanded: ExpandedBody

    def expand(self, text: str) -> str:
        text = expand_page_builders(text, show_attachment=self.show_attachment)
        pieces = []
        position = 0
        while found := SHORTCODE.search(text, position):
            pieces.append(text[position : found.start()])
            position = found.end()
            if found["escaped"]:
                pieces.append(found["escaped"][1:-1])
                continue
            name = found["name"].lower()
            attributes = read_attributes(found["attributes"])
            end = _find_end(text, found["name"], position)
            inner = text[position : end.start()] if end else None
            replacement = self.replace(name, attributes, inner)
            if replacement is None:
                pieces.append(found[0])
                if end or IS_SHORTCODE.match(name + found["attributes"]):
                    self.expanded.unknown.append(name)
                continue
            pieces.append(replacement)
            if end and name not in SELF_CLOSING_ONLY:
                position = end.end()
        pieces.append(text[position:])
        return "".join(pieces)

    def replace(self, name: str, attributes: dict[str, str], inner: str | None) -> str | None:
        """Return what to show for a shortcode, or None if it stays."""
        if name == "gallery":
            return self.show_gallery(attributes)
        if name == "playlist":
            self.expanded.missing.append(f"playlist {attributes.get('ids', '')}".strip())
            return ""
        if name in {"table", "tablepress"}:
            return self.show_table(attributes, inner)
        if inner is not None and name in ENCLOSING:
            return ENCLOSING[name](attributes, inner)
        if name in SELF_CLOSING:
            return SELF_CLOSING[name](attributes) or None
        if name in FRAMES:
            return _link([*attributes.values(), inner or ""]) or None
        if name in ADDRESS_ONLY:
            values = [*attributes.values(), inner or ""]
            address = next((v for v in values if re.match(r"https?://\S+$", v.strip())), "")
            return _own_paragraph(address) or None
        return None

    def show_attachment(self, number: str) -> str:
        images = self.find_images({"ids": number})
        if not images:
            self.expanded.missing.append(f"picture {number} of a page builder")
        return _gallery(images)

    def show_gallery(self, attributes: dict[str, str]) -> str:
        named = attributes.get("ids") or attributes.get("include") or ""
        numbers = re.findall(r"\d+", named)
        images = []
        for number in numbers:
            found = self.find_images({**attributes, "ids": number})
            images += found
            if not found:
                self.expanded.missing.append(f"picture {number} of a gallery")
        if not numbers:
            images = self.find_images(attributes)
            if not images:
                self.expanded.missing.append("all pictures of a gallery")
        return _gallery(images)

    def show_table(self, attributes: dict[str, str], inner: str | None) -> str | None:
        if inner and (table := read_separated(inner)):
            return table
        number = attributes.get("id") or attributes.get("0", "")
        if inner or not number:
            return None
        if number not in self.tables:
            self.expanded.missing.append(describe_table(number))
        return self.tables.get(number, "")


def _find_end(text: str, name: str, position: int) -> re.Match | None:
    """Find the closing tag of a shortcode, unless another of the same name opens before it."""
    following = re.compile(rf"\[(/?){re.escape(name)}\b").search(text, position)
    return re.compile(r"\[/[\w-]+\]").match(text, following.start()) if following else None


def _caption(attributes: Mapping[str, str], inner: str) -> str:
    found = FIRST_IMAGE.fullmatch(inner)
    if not found:
        return inner
    caption = attributes.get("caption", "").strip() or found["caption"].strip()
    if not caption:
        return f"\n\n{found['image']}\n\n"
    return _figure(found["image"], caption.replace("\n", "<br>"))


def _embed(attributes: Mapping[str, str], inner: str) -> str:
    return _own_paragraph(inner or attributes.get("src", "") or attributes.get("0", ""))


def _video(attributes: Mapping[str, str]) -> str:
    address = attributes.get("url") or attributes.get("id") or attributes.get("0", "")
    if address and "/" not in address:
        address = f"https://www.youtube.com/watch?v={address}"
    return _own_paragraph(address)


def _vimeo(attributes: Mapping[str, str]) -> str:
    address = attributes.get("url") or attributes.get("id") or attributes.get("0", "")
    if address.isdigit():
        address = f"https://vimeo.com/{address}"
    return _own_paragraph(address)


def _media(attributes: Mapping[str, str], inner: str = "") -> str:
    addresses = [attributes[key] for key in MEDIA_KEYS if attributes.get(key)]
    # The old form [audio http://…|titles=…]
    first = attributes.get("0", "").partition("|")[0]
    addresses += [first] if "://" in first else []
    return "".join(_own_paragraph(address) for address in dict.fromkeys(addresses)) + inner


def _note(attributes: Mapping[str, str], inner: str) -> str:
    """Mark a plug-in's footnote, as the block editor marks a reference to one."""
    identity = attributes.get("name") or attributes.get("id") or "note"
    return f'<sup data-fn="{escape(identity)}" data-fn-text="{escape(inner.strip())}"></sup>'


def _gist(attributes: Mapping[str, str], inner: str = "") -> str:
    named = inner or attributes.get("url") or attributes.get("id") or attributes.get("0", "")
    named = named.strip().removesuffix(".js")
    return _own_paragraph(
        named if "://" in named or not named else f"https://gist.github.com/{named}"
    )


def _gallery(images: list[AttachedImage]) -> str:
    return "".join(
        _figure(
            f'<img src="{escape(image.url)}" alt="{escape(image.alt)}">',
            escape(image.caption, quote=False),
        )
        for image in images
    )


def _figure(image: str, caption: str) -> str:
    caption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"\n\n<figure>{image}{caption}</figure>\n\n"


def _link(values: Iterable[str]) -> str:
    """Return a link to the first of these values that is an address."""
    addresses = [value.strip() for value in values if FRAMED.fullmatch(value.strip())]
    if not addresses:
        return ""
    if "://" in addresses[0]:
        return _own_paragraph(addresses[0])
    return f'\n\n<a href="{escape(addresses[0])}">{escape(addresses[0])}</a>\n\n'


def _own_paragraph(address: str) -> str:
    address = address.strip()
    return f"\n\n{escape(address, quote=False)}\n\n" if address else ""


ENCLOSING: dict[str, Callable[[Mapping[str, str], str], str]] = {
    "caption": _caption,
    "wp_caption": _caption,
    "embed": _embed,
    "audio": _media,
    "video": _media,
    "gist": _gist,
    # Divi's and Avada's, which have their words between the tags.
    "et_pb_social_media_follow_network": lambda attributes, inner: show_link(
        inner, attributes.get("url", "")
    ),
    "highlight": lambda _, inner: f"<mark>{inner}</mark>",
    "fusion_button": lambda attributes, inner: show_link(inner, attributes.get("link", "")),
    "fusion_title": lambda attributes, inner: f"\n\n<h2>{inner}</h2>\n\n",
    # Footnote plug-ins.
    "efn_note": _note,
    "mfn": _note,
    "fn": _note,
    "footnote": _note,
    "ref": _note,
}
SELF_CLOSING: dict[str, Callable[[Mapping[str, str]], str]] = {
    "embed": lambda attributes: _embed(attributes, ""),
    "audio": _media,
    "video": _media,
    "youtube": _video,
    "vimeo": _vimeo,
    "fusion_youtube": _video,
    "fusion_vimeo": _vimeo,
    "gist": _gist,
}
# What follows these is never their content.
SELF_CLOSING_ONLY = {
    "fusion_vimeo", "fusion_youtube", "gallery", "playlist", "vimeo", "youtube",
}  # fmt: skip

"""Expand WordPress's shortcodes to HTML.

Only WordPress's own shortcodes are expanded. Those of plug-ins stay as text, and their names are
returned for the report.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape

ATTRIBUTE = re.compile(
    r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))|"([^"]*)"|'([^']*)'|(\S+)"""
)
# Like WordPress, end a shortcode at the first bracket, even inside quotation marks.
INSIDE = r"[^\[\]]*"
SHORTCODE = re.compile(
    rf"(?P<escaped>\[\[(?:caption|wp_caption|gallery|embed|audio|video|youtube|vimeo)\b{INSIDE}\]\])"
    rf"|\[(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:[\s=/]{INSIDE})?)\]"
)
VERBATIM = re.compile(r"<(pre|code|script|style|textarea)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
TAG_END = r"""(?:[^>"']|"[^"]*"|'[^']*')*>"""
FIRST_IMAGE = re.compile(
    rf"\s*(?P<image>(?:<a\b{TAG_END}\s*)?<img\b{TAG_END}(?:\s*</a>)?)(?P<caption>.*)", re.DOTALL
)
NAMED_ATTRIBUTE = re.compile(r"\s+[\w-]+\s*=")
MEDIA_KEYS = ("src", "mp4", "m4v", "webm", "ogv", "flv", "wmv", "mp3", "m4a", "ogg", "wav", "wma")


@dataclass(frozen=True, slots=True)
class AttachedImage:
    """An image among the export's attachments."""

    url: str
    alt: str = ""
    caption: str = ""


@dataclass(slots=True)
class ExpandedBody:
    text: str
    unknown: list[str] = field(default_factory=list)


# Takes a gallery's attributes, and returns the images that it showed; None keeps the shortcode.
FindImages = Callable[[Mapping[str, str]], list[AttachedImage] | None]


def expand_shortcodes(body: str, *, find_images: FindImages = lambda _: None) -> ExpandedBody:
    """Expand the shortcodes in a stored body, except in code."""
    expanded = ExpandedBody("")
    position = 0
    for verbatim in VERBATIM.finditer(body):
        expanded.text += _expand(body[position : verbatim.start()], find_images, expanded.unknown)
        expanded.text += verbatim[0]
        position = verbatim.end()
    expanded.text += _expand(body[position:], find_images, expanded.unknown)
    return expanded


def _expand(text: str, find_images: FindImages, unknown: list[str]) -> str:
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
        if name in ENCLOSING and end:
            inner = text[position : end.start()]
            position = end.end()
            pieces.append(ENCLOSING[name](attributes, inner))
        elif name == "gallery":
            images = find_images(attributes)
            pieces.append(found[0] if images is None else _gallery(images))
        elif name in SELF_CLOSING and (replacement := SELF_CLOSING[name](attributes)):
            pieces.append(replacement)
        else:
            pieces.append(found[0])
            if end or NAMED_ATTRIBUTE.match(found["attributes"]):
                unknown.append(name)
    pieces.append(text[position:])
    return "".join(pieces)


def _find_end(text: str, name: str, position: int) -> re.Match | None:
    """Find the closing tag of a shortcode, unless another of the same name opens before it."""
    following = re.compile(rf"\[(/?){re.escape(name)}\b").search(text, position)
    return re.compile(r"\[/[\w-]+\]").match(text, following.start()) if following else None


def read_attributes(text: str) -> dict[str, str]:
    """Return a shortcode's attributes. Unnamed ones are numbered, starting at "0"."""
    attributes = {}
    unnamed = 0
    for name, *values in ATTRIBUTE.findall(text.strip().rstrip("/")):
        value = next((value for value in values if value), "")
        if name:
            attributes[name.lower()] = unescape(value)
        else:
            # [youtube=https://…] is an old form of an unnamed attribute.
            attributes[str(unnamed)] = unescape(value.removeprefix("="))
            unnamed += 1
    return attributes


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
    addresses += [attributes["0"]] if "://" in attributes.get("0", "") else []
    return "".join(_own_paragraph(address) for address in dict.fromkeys(addresses)) + inner


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


def _own_paragraph(address: str) -> str:
    address = address.strip()
    return f"\n\n{escape(address, quote=False)}\n\n" if address else ""


ENCLOSING: dict[str, Callable[[Mapping[str, str], str], str]] = {
    "caption": _caption,
    "wp_caption": _caption,
    "embed": _embed,
    "audio": _media,
    "video": _media,
}
SELF_CLOSING: dict[str, Callable[[Mapping[str, str]], str]] = {
    "embed": lambda attributes: _embed(attributes, ""),
    "audio": _media,
    "video": _media,
    "youtube": _video,
    "vimeo": _vimeo,
}

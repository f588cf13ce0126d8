"""Videos: links that become players only when a reader clicks them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

from lxml.html import HtmlElement
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from content.markdown.trees import build_element, contains_only, replace

YOUTUBE = "https://www.youtube-nocookie.com"
VIMEO = "https://player.vimeo.com"
# The players' origins, which the Content Security Policy must allow as frame-src.
EMBED_ORIGINS = (YOUTUBE, VIMEO)

YOUTUBE_HOSTS = {
    "youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com",
    "youtube-nocookie.com", "www.youtube-nocookie.com", "youtu.be",
}  # fmt: skip
VIMEO_HOSTS = {"vimeo.com", "www.vimeo.com", "player.vimeo.com"}
BARE_ADDRESS = re.compile(r"https?://[^\s<>]+")
YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
VIMEO_PATH = re.compile(r"(?:/video|/channels/[\w-]+|/groups/[\w-]+/videos)?/(\d+)(?:/(\w+))?")
CLOCK = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?")


@dataclass(frozen=True, slots=True)
class Video:
    host: str  # the name that readers know
    page: str  # where the link leads without JavaScript
    player: str


def find_lone_links(state: StateCore) -> None:
    """Turn a video's bare address in a paragraph of its own into an iframe.

    `replace_iframes` then turns it into a link, just like a writer's own iframe.
    """
    for index, token in enumerate(state.tokens):
        if token.type != "inline" or state.tokens[index - 1].type != "paragraph_open":
            continue
        address = lone_address(token)
        if address and find_video(address):
            frame = Token("iframe", "iframe", 0, attrs={"src": address}, block=True)
            closing = Token("iframe_close", "iframe", -1, block=True)
            frame.nesting = 1
            token.children = [frame, closing]


def lone_address(inline: Token) -> str | None:
    kinds = [child.type for child in inline.children or ()]
    if kinds == ["link_open", "text", "link_close"] and inline.children[0].info == "auto":
        return str(inline.children[0].attrs["href"])
    content = inline.content.strip()
    return content if BARE_ADDRESS.fullmatch(content) else None


def find_video(address: str) -> Video | None:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in {"http", "https", ""}:
        return None
    finder = FINDERS.get(host)
    return finder(parts) if finder else None


def find_youtube(parts: SplitResult) -> Video | None:
    query = parse_qs(parts.query)
    if parts.hostname == "youtu.be":
        identity = parts.path.strip("/")
    elif parts.path == "/watch":
        identity = query.get("v", [""])[0]
    else:
        kind, _, identity = parts.path.strip("/").partition("/")
        if kind not in {"embed", "v", "shorts", "live"}:
            return None
        # The address of the old Flash player: /v/VIDEO&hl=en
        identity = identity.partition("&")[0]
    if not YOUTUBE_ID.fullmatch(identity):
        return None
    start = count_seconds((query.get("t") or query.get("start") or [""])[0])
    page = {"v": identity} | ({"t": f"{start}s"} if start else {})
    player = {"start": start} if start else {}
    return Video(
        host="YouTube",
        page=f"https://www.youtube.com/watch?{urlencode(page)}",
        player=f"{YOUTUBE}/embed/{identity}" + (f"?{urlencode(player)}" if player else ""),
    )


def find_vimeo(parts: SplitResult) -> Video | None:
    path = parts.path.rstrip("/")
    if path == "/moogaloop.swf":
        # The old Flash player.
        path = f"/{parse_qs(parts.query).get('clip_id', [''])[0]}"
    match = VIMEO_PATH.fullmatch(path)
    if match is None:
        return None
    identity, key = match.groups()
    key = key or parse_qs(parts.query).get("h", [""])[0]
    key = key if key.isalnum() and key.isascii() else ""
    return Video(
        host="Vimeo",
        page=f"https://vimeo.com/{identity}" + (f"/{key}" if key else ""),
        player=f"{VIMEO}/video/{identity}?" + urlencode({"dnt": 1} | ({"h": key} if key else {})),
    )


FINDERS: dict[str, Callable[[SplitResult], Video | None]] = {
    **dict.fromkeys(YOUTUBE_HOSTS, find_youtube),
    **dict.fromkeys(VIMEO_HOSTS, find_vimeo),
}


def count_seconds(text: str) -> int:
    match = CLOCK.fullmatch(text)
    if match is None or len(text) > 12 or not text.isascii():
        return 0
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds


def replace_iframes(tree: HtmlElement) -> None:
    """Replace every iframe with a link, so that no page loads another site unasked."""
    for frame in list(tree.iter("iframe")):
        move_out_of_link(frame)
        address = (frame.get("src") or "").strip()
        title = (frame.get("title") or "").strip()
        if video := find_video(address):
            place_video(frame, video, title)
        elif address:
            replace(frame, build_element("a", title or f"Embedded page: {address}", href=address))
        else:
            frame.drop_tree()


def move_out_of_link(frame: HtmlElement) -> None:
    """Move an iframe out of a link, because its replacement is a link."""
    outer = next(frame.iterancestors("a"), None)
    if outer is not None:
        frame.drop_tree()
        frame.tail, outer.tail = outer.tail, None
        outer.addnext(frame)


def place_video(frame: HtmlElement, video: Video, title: str) -> None:
    label = f"Watch on {video.host}: {title}" if title else f"Watch the video on {video.host}"
    link = build_element("a", label, href=video.page, data_embed=video.player)
    paragraph = next(frame.iterancestors("p"), None)
    if paragraph is not None and contains_only(paragraph, frame):
        paragraph.set("class", "embed")
        replace(frame, link)
    else:
        # Within a paragraph, only a span is valid.
        wrapper = build_element("span" if paragraph is not None else "div", class_="embed")
        wrapper.append(link)
        replace(frame, wrapper)

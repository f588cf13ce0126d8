"""Elements that Markdown has nothing for, as something that says the same."""

import re

from bs4 import Tag

from content.markdown.embeds import find_video
from imports.html.trees import find_elements

PROTECTED = "/cdn-cgi/l/email-protection#"
# The “+” beside the headings of the block editor's accordion.
TOGGLE = "wp-block-accordion-heading__toggle-icon"
NUMBERS = re.compile(
    r"list-style(?:-type)?\s*:\s*((?:lower|upper)-(?:alpha|latin|roman))", re.IGNORECASE
)
TYPES = {
    "lower-alpha": "a", "lower-latin": "a", "lower-roman": "i",
    "upper-alpha": "A", "upper-latin": "A", "upper-roman": "I",
}  # fmt: skip


def replace_unwritable(tree: Tag) -> None:
    """Turn formulas into code, areas of image maps into links, and Flash players into frames.

    Does so in place. Also notes how a list counts (a, b, c) where writers see it.
    """
    leave_unseen_out(tree)
    reveal_emails(tree)
    for player in find_elements(tree, {"object", "embed"}):
        if not player.decomposed and (address := video_of(player)):
            player.replace_with(Tag(name="iframe", attrs={"src": address}))
    for numbered in find_elements(tree, {"ol"}):
        style = NUMBERS.search(str(numbered.get("style") or ""))
        if style and not numbered.get("type"):
            numbered["type"] = TYPES[style[1].lower()]
    for formula in find_elements(tree, {"math"}):
        code = Tag(name="code")
        code.string = words_of(formula)
        formula.replace_with(code)
    for area in find_elements(tree, {"area"}):
        if address := str(area.get("href") or ""):
            link = Tag(name="a", attrs={"href": address})
            link.string = str(area.get("alt") or area.get("title") or address)
            area.replace_with(" ", link, " ")


def leave_unseen_out(tree: Tag) -> None:
    for frame in find_elements(tree, {"iframe"}):
        # What is within, such as Google's “Loading…”, is only for browsers without frames.
        frame.clear()
    for sign in find_elements(tree, {"span"}):
        if TOGGLE in str(sign.get("class") or ""):
            sign.decompose()


def reveal_emails(tree: Tag) -> None:
    for link in find_elements(tree, {"a", "span"}):
        if address := reveal(str(link.get("data-cfemail") or "")):
            link.replace_with(address)
        elif address := reveal(str(link.get("href") or "").partition(PROTECTED)[2]):
            link["href"] = f"mailto:{address}"


def reveal(written: str) -> str:
    """Return the email address that Cloudflare hides from programs, or an empty string.

    The first byte changes all others. A saved page has “[email protected]” in its place.
    """
    try:
        key, *others = bytes.fromhex(written)
        return bytes(key ^ other for other in others).decode()
    except ValueError:
        return ""


def video_of(player: Tag) -> str:
    """Return the address of the video that YouTube's or Vimeo's old Flash player showed."""
    elements = [player, *find_elements(player, {"embed", "param"})]
    values = [str(each.get(name) or "") for each in elements for name in ("data", "src", "value")]
    return next((value.strip() for value in values if find_video(value.strip())), "")


def words_of(formula: Tag) -> str:
    """Return a formula as TeX if it says that, otherwise its signs in order."""
    tex = formula.find("annotation", encoding="application/x-tex")
    words = tex.get_text() if isinstance(tex, Tag) else formula.get("alttext")
    return " ".join(str(words or formula.get_text(" ")).split())

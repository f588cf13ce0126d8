"""Nothing executable survives the sanitizer."""

import re

import html5lib
import pytest

from tests.support.hostile_markup import outputs, read_attacks, surroundings

FORBIDDEN_ELEMENTS = {
    "applet", "audio", "base", "body", "button", "embed", "form", "frame", "frameset", "head",
    "html", "iframe", "image", "input", "link", "math", "meta", "noscript", "object", "portal",
    "script", "select", "style", "svg", "template", "textarea", "title", "video", "xml", "xmp",
}  # fmt: skip
FORBIDDEN_ATTRIBUTES = {
    "action", "background", "data", "form", "formaction", "http-equiv", "ping", "poster", "srcdoc",
    "style", "target", "xlink:href", "xmlns",
}  # fmt: skip
# Browsers ignore spaces, newlines, and control characters in a URL.
IGNORED_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\xa0]")
SCRIPT_SCHEME = re.compile(r"(?:javascript|data|vbscript|livescript|mocha|blob|file):", re.I)
LOADED = {"src", "srcset"}


def dangers(html: str) -> list[str]:
    """Return everything in this HTML that a browser could run or load from another site."""
    fragment = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    found = []
    for element in fragment.iter():
        if not isinstance(element.tag, str):
            found.append("comment")
            continue
        if element.tag in FORBIDDEN_ELEMENTS or ":" in element.tag or "{" in element.tag:
            found.append(f"<{element.tag}>")
        for name, value in element.attrib.items():
            address = IGNORED_IN_ADDRESS.sub("", value)
            if (
                name.startswith("on")
                or name in FORBIDDEN_ATTRIBUTES
                or name in LOADED
                or (name != "title" and SCRIPT_SCHEME.match(address))
            ):
                found.append(f"{name}={value!r}")
    return found


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<a href="java\tscript:alert(1)">x</a>',
        '<p onclick="x">',
        '<p style="x">',
        '<img src="https://other.example/a.png">',
        "<svg><a></a></svg>",
        "<!-- x -->",
    ],
)
def test_check_finds_dangers(html):
    assert dangers(html)


def test_rendered_attacks_have_nothing_to_run_or_load():
    attacks = read_attacks()

    survivors = {
        text: found
        for attack in attacks
        for text in surroundings(attack)
        if (found := [danger for html in outputs(text) for danger in dangers(html)])
    }

    assert len(attacks) > 150
    assert survivors == {}

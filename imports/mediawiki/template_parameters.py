"""The parameters of a template, as HTML or as plain text."""

import re
from collections.abc import Callable

from mwparserfromhell.nodes import Template

from imports.mediawiki.writer import HtmlWriter

# Parameters about a template's appearance or maintenance.
TECHNICAL = {
    "access-date", "accessdate", "archive-date", "archivedate", "class", "date", "dead-url",
    "deadurl", "df", "language", "limit", "mode", "ref", "selfref", "style", "url-access",
    "url-status",
}  # fmt: skip
APPEARANCE = re.compile(
    r".*(?:align|background|bg|border|class|col|colou?r|colspan|columns?|float|font|gap|height|"
    r"indent|margin|padding|size|state|style|upright|width|wrap)s?\d*"
)

# How a box opens, which the parameter “state” says, unless it is about a place.
STATES = {"", "autocollapse", "collapse", "collapsed", "expanded", "hide", "off", "plain", "show"}


def is_technical(name: str, value: str) -> bool:
    """Whether a parameter is about a template's appearance or upkeep."""
    if name == "state":
        return value.strip().lower() in STATES
    return name in TECHNICAL or (len(name) < 100 and bool(APPEARANCE.fullmatch(name)))


class Parameters:
    """A template's parameters, by name or by number, as HTML."""

    def __init__(self, node: Template, writer: HtmlWriter) -> None:
        self.writer = writer
        # If a name is repeated, the last one counts.
        self.values = {str(p.name).strip().lower(): p.value for p in node.params}
        self.used: set[str] = set()

    def numbered_words(self, start: int = 1) -> list[str]:
        """Return the numbered parameters from one on, without empty ones, as inline HTML."""
        names = [name for name in self.numbered() if int(name) >= start]
        return [html for name in names if (html := self.words(name))]

    def words(self, *names: str) -> str:
        """Return the first of these parameters that isn't empty, as inline HTML."""
        self.used.update(names)
        for name in names:
            value = self.values.get(name)
            if value is not None and (html := self.writer.inline(value.nodes).strip()):
                return html
        return ""

    def block(self, *names: str) -> str:
        self.used.update(names)
        for name in names:
            value = self.values.get(name)
            if value is not None and (blocks := self.writer.blocks(value.nodes)):
                return "".join(blocks)
        return ""

    def plain(self, *names: str) -> str:
        """Return it as plain text, for an address or a title."""
        self.used.update(names)
        for name in names:
            if (value := self.values.get(name)) is not None and str(value).strip():
                # {{!}} is a bar that doesn't end a parameter.
                return self.writer.plain(str(value).replace("{{!}}", "|")).strip()
        return ""

    def left_out(self) -> list[str]:
        """Return the unused parameters that matter to readers."""
        parameters = {
            name: " ".join(self.writer.plain(str(value)).split())
            for name, value in self.values.items()
            if name not in self.used and not is_technical(name, str(value))
        }
        return [f"{name} = {value}"[:120] for name, value in parameters.items() if value]

    def numbered(self) -> list[str]:
        return [name for name in self.values if name.isascii() and name.isdigit()]


type TemplateWriter = Callable[[Parameters], str]


def named(names: str, writer: TemplateWriter) -> dict[str, TemplateWriter]:
    """Return one writer for each of these names, which commas separate."""
    return dict.fromkeys(names.split(", "), writer)

"""Convert templates. A page doesn't contain their definitions; many are the same everywhere."""

import re
from collections.abc import Callable
from html import escape

from mwparserfromhell.nodes import Template

from imports.mediawiki.empty_templates import INVISIBLE_VARIABLES, is_empty
from imports.mediawiki.html import HtmlBlock, flatten
from imports.mediawiki.links import IMAGES
from imports.mediawiki.template_hatnotes import HATNOTE_WRITERS
from imports.mediawiki.template_parameters import Parameters, TemplateWriter, is_technical
from imports.mediawiki.template_references import (
    REFERENCE_WRITERS,
    write_citation,
    write_listed_notes,
)
from imports.mediawiki.template_texts import TEXT_WRITERS
from imports.mediawiki.template_values import VALUE_WRITERS
from imports.mediawiki.writer import HtmlWriter

TEMPLATES = "Templates became the text of their parameters"
DROPPED = "Templates that carry no content were removed"
REMOVED = "Templates without parameters were removed, with what the wiki showed in their place"
LEFT_OUT = "Template parameters that were removed"
IMAGE_FILE = re.compile(r"[^\n<>\[\]{}|]+\.(?:jpe?g|png|gif|svg|webp|tiff?)", re.IGNORECASE)
NAMESPACE = re.compile(r"^(?::?template|:?msg|subst|safesubst)\s*:\s*", re.IGNORECASE)
WRITERS: dict[str, TemplateWriter] = {
    **TEXT_WRITERS,
    **VALUE_WRITERS,
    **REFERENCE_WRITERS,
    **HATNOTE_WRITERS,
}
VARIABLES: dict[str, Callable[[HtmlWriter], str]] = {
    "PAGENAME": lambda writer: writer.page_title,
    "FULLPAGENAME": lambda writer: writer.page_title,
    "SUBPAGENAME": lambda writer: writer.page_title.rpartition("/")[2],
    "BASEPAGENAME": lambda writer: writer.page_title.rpartition("/")[0] or writer.page_title,
    "SITENAME": lambda writer: writer.site.name,
}
# Functions that show their argument, which follows a colon.
CHANGED_CASE: dict[str, Callable[[str], str]] = {
    "LC": str.lower,
    "UC": str.upper,
    "LCFIRST": lambda words: words[:1].lower() + words[1:],
    "UCFIRST": lambda words: words[:1].upper() + words[1:],
    "FORMATNUM": str,
    "#FORMATDATE": str,
    "#DATEFORMAT": str,
}


def write_template(node: Template, writer: HtmlWriter) -> str:
    name = " ".join(writer.plain(str(node.name)).replace("_", " ").split())
    name = NAMESPACE.sub("", name)
    write = find_writer(name.lower())
    if write is not None:
        parameters = Parameters(node, writer)
        html = write(parameters)
        for left_out in parameters.left_out():
            writer.problem(LEFT_OUT, f"{left_out} of {{{{{name}}}}}")
        return html
    variable, colon, argument = name.partition(":")
    variable = variable.upper()
    if variable in VARIABLES:
        return escape(VARIABLES[variable](writer), quote=False)
    if colon and variable in CHANGED_CASE:
        return write_changed(node, CHANGED_CASE[variable], writer)
    if colon and variable == "#IF":
        return write_condition(node, argument, writer)
    if colon and variable in INVISIBLE_VARIABLES:
        if variable == "#INVOKE":
            writer.dropped[f"#invoke:{argument.strip()[:80]}"] += 1
        return ""
    if is_empty(name.lower()):
        writer.dropped[first_upper(name)[:80]] += 1
        listed = node.get("refs", None)
        return write_listed_notes(listed.value.nodes, writer) if listed else ""
    written = write_readable(node, writer)
    (writer.unknown if written else writer.removed)[first_upper(name)[:80]] += 1
    return written


def find_writer(name: str) -> TemplateWriter | None:
    if name.startswith(("cite ", "citation/")):
        return write_citation
    if re.fullmatch(r"lang-[a-z]{2,3}(?:-\w+)?", name):
        return WRITERS["small"]
    return WRITERS.get(name)


def first_upper(name: str) -> str:
    return name[:1].upper() + name[1:]


def write_changed(node: Template, change: Callable[[str], str], writer: HtmlWriter) -> str:
    """Write {{function:words}}. Markup within keeps its case."""
    html = flatten(writer.inline(node.name.nodes)).partition(":")[2].strip()
    return html if "<" in html or "&" in html else change(html)


def write_condition(node: Template, condition: str, writer: HtmlWriter) -> str:
    """Write {{#if:condition|if it isn't empty|if it is}}."""
    chosen = 0 if condition.strip() else 1
    if chosen < len(node.params):
        return writer.flow(node.params[chosen].value.nodes).strip()
    return ""


def write_readable(node: Template, writer: HtmlWriter) -> str:
    """Write the visible parameters of an unknown template as text. Named ones become a list."""
    values = []
    for parameter in node.params:
        key = " ".join(str(parameter.name).split()) if parameter.showkey else ""
        if key.isdigit():
            key = ""
        is_shown = not is_technical(key.lower(), str(parameter.value))
        value = writer.flow(parameter.value.nodes).strip() if is_shown else ""
        if value:
            note_image(str(parameter.value).strip(), writer)
            # “_” stands for a space in a parameter's name.
            values.append((escape(writer.plain(key).replace("_", " "), quote=False), value))
    if len(values) > 2 and any(key for key, _ in values):
        items = "".join(f"<li>{f'{key}: ' if key else ''}{value}</li>" for key, value in values)
        return HtmlBlock(f"<ul>{items}</ul>")
    arguments = [f"{key}: {flatten(value)}" if key else flatten(value) for key, value in values]
    return ", ".join(arguments)


def note_image(value: str, writer: HtmlWriter) -> None:
    if IMAGE_FILE.fullmatch(value):
        writer.problem(IMAGES, value.partition(":")[2] or value)

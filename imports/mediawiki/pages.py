"""Convert each node that mwparserfromhell returns to HTML."""

from html import escape, unescape

from mwparserfromhell.nodes import (
    Argument,
    ExternalLink,
    HTMLEntity,
    Node,
    Tag,
    Template,
    Wikilink,
)

from imports.mediawiki.links import write_external_link, write_link
from imports.mediawiki.stripping import StrippedTag
from imports.mediawiki.tables import write_table
from imports.mediawiki.tags import write_stripped_tag, write_tag
from imports.mediawiki.templates import write_template
from imports.mediawiki.writer import HtmlWriter

PARAMETERS = "Template parameters were kept as typed"


class PageWriter(HtmlWriter):
    def node(self, node: Node, tail: str) -> str:
        match node:
            case Wikilink():
                return write_link(node, self, tail=tail)
            case ExternalLink():
                return write_external_link(node, self)
            case HTMLEntity():
                return write_entity(node)
            case Template():
                return write_template(node, self)
            case Tag() if str(node.tag) == "table" and node.wiki_markup:
                return write_table(node, self)
            case Tag():
                return write_tag(node, self)
            case Argument() if node.default is not None:
                return self.flow(node.default.nodes)
            case Argument():
                self.problem(PARAMETERS)
        return escape(str(node), quote=False)

    def stripped_tag(self, tag: StrippedTag) -> str:
        return write_stripped_tag(tag, self)


def write_entity(node: HTMLEntity) -> str:
    character = unescape(str(node))
    if character == str(node) or character in "\x00\ufffd":
        return escape(str(node), quote=False)
    # An apostrophe written as a reference isn't markup.
    return "&#39;" if character == "'" else escape(character, quote=False)

"""Footnotes, with ids that cannot clash with names in scripts and links that have names."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

# The plugin looks for the end of a label through all the text that follows.
REFERENCE = re.compile(r"\[\^[^\]\s]{1,200}\]")


def add_footnotes(parser: MarkdownIt) -> None:
    parser.use(footnote_plugin)
    parser.inline.ruler.at("footnote_ref", parse_reference)
    parser.add_render_rule("footnote_ref", render_reference)
    parser.add_render_rule("footnote_block_open", render_block_open)
    parser.add_render_rule("footnote_open", render_note_open)
    parser.add_render_rule("footnote_anchor", render_way_back)


def parse_reference(state: StateInline, silent: bool) -> bool:
    return bool(REFERENCE.match(state.src, state.pos)) and footnote_ref(state, silent)


def number_of(token) -> int:
    return token.meta["id"] + 1


def reference_id(token) -> str:
    repeat = token.meta.get("subId") or 0
    return f"note-ref-{number_of(token)}" + (f"-{repeat + 1}" if repeat else "")


def render_reference(renderer, tokens, index, options, env) -> str:
    token = tokens[index]
    number = number_of(token)
    return (
        f'<sup class="footnote-ref" id="{reference_id(token)}">'
        f'<a href="#note-{number}" aria-label="Note {number}">{number}</a></sup>'
    )


def render_block_open(renderer, tokens, index, options, env) -> str:
    return '<section class="footnotes" role="doc-endnotes" aria-label="Notes">\n<ol>\n'


def render_note_open(renderer, tokens, index, options, env) -> str:
    return f'<li id="note-{number_of(tokens[index])}">'


def render_way_back(renderer, tokens, index, options, env) -> str:
    token = tokens[index]
    label = f"Back to the text at note {number_of(token)}"
    if repeat := token.meta.get("subId"):
        label += f", place {repeat + 1}"
    # The last character asks for a plain arrow and not an emoji.
    return (
        f' <a class="footnote-back" href="#{reference_id(token)}" aria-label="{label}">'
        "\u21a9\ufe0e</a>"
    )

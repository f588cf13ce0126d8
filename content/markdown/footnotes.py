"""Footnotes, with safe ids and accessible links."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def, footnote_inline, footnote_ref

from content.markdown.complexity import count_footnote

# The plugin searches all of the remaining text for the end of a label.
REFERENCE = re.compile(r"\[\^[^\]\s]{1,200}\]")


def add_footnotes(parser: MarkdownIt) -> None:
    parser.use(footnote_plugin)
    parser.block.ruler.at("footnote_def", parse_note, {"alt": ["paragraph", "reference"]})
    parser.inline.ruler.at("footnote_inline", parse_inline_note)
    parser.inline.ruler.at("footnote_ref", parse_reference)
    parser.add_render_rule("footnote_ref", render_reference)
    parser.add_render_rule("footnote_block_open", render_block_open)
    parser.add_render_rule("footnote_open", render_note_open)
    parser.add_render_rule("footnote_anchor", render_back_link)


def parse_note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return footnote_def(state, start, end, silent) and (silent or count_footnote(state.env))


def parse_inline_note(state: StateInline, silent: bool) -> bool:
    return footnote_inline(state, silent) and (silent or count_footnote(state.env))


def parse_reference(state: StateInline, silent: bool) -> bool:
    found = bool(REFERENCE.match(state.src, state.pos)) and footnote_ref(state, silent)
    return found and (silent or count_footnote(state.env))


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


def render_back_link(renderer, tokens, index, options, env) -> str:
    token = tokens[index]
    label = f"Back to the text at note {number_of(token)}"
    if repeat := token.meta.get("subId"):
        label += f", reference {repeat + 1}"
    # The last character selects a plain arrow instead of an emoji.
    return (
        f' <a class="footnote-back" href="#{reference_id(token)}" aria-label="{label}">'
        "\u21a9\ufe0e</a>"
    )

"""[[Title]] and [[Title|other text]]: links to an entry by its title."""

import re
from collections.abc import Mapping

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_inline import StateInline

from content.markdown.complexity import spend

# Before a parenthesis, it is CommonMark's [link](address) with brackets in its text.
WIKI_LINK = re.compile(r"\[\[([^\[\]|\n]{1,200})(?:\|([^\[\]|\n]{1,300}))?\]\](?!\()")


def add_wiki_links(parser: MarkdownIt) -> None:
    parser.inline.ruler.before("link", "wiki_link", parse_wiki_link)
    parser.add_render_rule("wiki_link", render_wiki_link)


def parse_wiki_link(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[[", state.pos) or state.linkLevel:
        return False
    match = WIKI_LINK.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    title = " ".join(match[1].split())
    if not title:
        return False
    if not silent:
        spend(state.env, 10)
        token = state.push("wiki_link", "", 0)
        token.content = (match[2] or "").strip() or title
        token.meta = {"title": title}
        state.env.setdefault("wiki_titles", set()).add(title)
    state.pos = match.end()
    return True


def render_wiki_link(renderer, tokens, index, options, env) -> str:
    token = tokens[index]
    pages: Mapping[str, str] = env.get("wiki_pages", {})
    text = escapeHtml(token.content)
    address = pages.get(token.meta["title"])
    if address is None:
        title = token.meta["title"]
        path = env["wanted_path"](title)
        href = f'href="{escapeHtml(path)}" ' if path else ""
        return f'<a class="missing-link" {href}title="No page yet: {escapeHtml(title)}">{text}</a>'
    return f'<a class="wiki-link" href="{escapeHtml(address)}">{text}</a>'

"""[[Title]], [[Title|other text]], and [[Title#Section]]: links to an entry by its title."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_inline import StateInline

from content.markdown.complexity import spend
from content.markdown.headings import section_id

NO_PAGE_YET = "No page yet: "
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
        token.content = (match[2] or "").strip() or title.removeprefix("#").strip() or title
        token.meta = {"title": title}
        titles = state.env.setdefault("wiki_titles", set())
        titles.update({title, title.partition("#")[0].strip()} - {""})
    state.pos = match.end()
    return True


def split_title(title: str, pages: Mapping[str, str]) -> tuple[str, str]:
    """Return a page and its section, or "". The title of a page may itself have a #."""
    page, mark, section = (part.strip() for part in title.partition("#"))
    return (page, section) if mark and section and title not in pages else (title, "")


def render_wiki_link(renderer, tokens, index, options, env) -> str:
    token = tokens[index]
    pages: Mapping[str, str] = env.get("wiki_pages", {})
    text = escapeHtml(token.content)
    title, section = split_title(token.meta["title"], pages)
    if not title:
        # A section of this text. Ids are assigned when all headings are known.
        return f'<a class="wiki-link" href="#{escapeHtml(quote(section))}">{text}</a>'
    env.setdefault("link_targets", set()).add(title)
    address = pages.get(title)
    if address is not None and section:
        address = f"{address}#{quote(section_id(section))}"
    if address is None:
        path = env["wanted_path"](title)
        href = f'href="{escapeHtml(path)}" ' if path else ""
        note = escapeHtml(f"{NO_PAGE_YET}{title}")
        return f'<a class="missing-link" {href}title="{note}">{text}</a>'
    return f'<a class="wiki-link" href="{escapeHtml(address)}">{text}</a>'

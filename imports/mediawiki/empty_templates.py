"""Templates without content for readers here: layout, upkeep, and navigation of the old wiki."""

import re

EMPTY = {
    # How a page looks and is divided.
    "-", "clear", "clr", "clearleft", "clearright", "clear left", "clear right", "break", "toc",
    "tocright", "tocleft", "toc right", "toc left", "toc limit", "toclimit", "notoc",
    "compact toc", "horizontal toc", "col-begin", "col-break", "col-end", "col-2", "col-3",
    "col div end", "div col", "div col end", "div col begin", "div end", "colbegin", "colend",
    "end div col", "multicol-break", "multicol-end", "end", "s-end", "nowrap begin",
    "nowrap end", "wrap", "refbegin", "refend", "reflist", "references", "notelist",
    "notelist-ua", "notelist-la", "notes", "ref list", "collapse bottom", "hidden end",
    "hidden bottom", "cob", "hab", "flatlist end", "plainlist end", "endflatlist",
    "endplainlist", "spaced", "zwj", "zwsp", "shy", "wbr", "anchor", "anchors", "italic title",
    "displaytitle", "display title", "lowercase title", "lowercase", "title disambig",
    "noinclude", "void", "null", "empty", "defaultsort", "flagicon", "flagdeco", "flag icon",
    "icon", "legend0", "dead link", "deadlink", "cbignore", "bots", "nobots", "link note",
    "pad", "indent", "family name hatnote", "spanish name", "chinese name",
    "redirect category shell",
    # How it was kept.
    "short description", "good article", "featured article", "featured list", "ga icon", "fa",
    "vital article", "notability", "notability guideline", "orphan", "stub", "expand",
    "expand section", "empty section", "section stub", "wikify", "cleanup", "unreferenced",
    "unreferenced section", "refimprove", "refimprove section", "more citations needed",
    "more citations needed section", "more footnotes", "no footnotes", "one source",
    "primary sources", "pov", "npov", "disputed", "multiple issues", "update", "outdated",
    "out of date", "advert", "advertisement", "tone", "copy edit", "copyedit",
    "original research", "globalize", "underlinked", "dead end", "under construction", "in use",
    "inuse", "underconstruction", "merge", "merge to", "merge from", "split",
    "proposed deletion", "prod", "afd", "delete", "db", "when", "who", "whom", "which", "where",
    "what", "why", "by whom", "clarify", "clarification needed", "vague", "dubious",
    "disputed inline", "failed verification", "better source", "better source needed",
    "according to whom", "weasel inline", "weasel", "full citation needed", "verify source",
    "verification needed", "non-primary source needed", "unreliable source?", "rs?",
    "technical", "lead too short", "lead missing", "lead extra info", "like resume", "peacock",
    "coi", "autobiography", "blp sources", "blp unsourced", "cleanup rewrite",
    "overly detailed", "too long", "very long", "essay-like", "essay", "in-universe", "plot",
    "citation style", "bare urls", "linkrot", "cleanup bare urls", "incomplete list",
    "dynamic list", "incomplete", "draft", "image requested", "photo requested",
    "infobox requested", "todo", "current", "recentism",
    # Where it led to.
    "portal", "portal bar", "portal-inline", "portals", "subject bar", "authority control",
    "coord", "coordinates", "coord missing", "commons", "commons category",
    "commons category-inline", "commonscat", "commons-inline", "wikisource", "wikibooks",
    "wikiquote", "wikiversity", "wiktionary", "wikinews", "wikidata", "wikivoyage",
    "wikispecies", "sister project links", "sisterlinks", "sister links",
    "library resources box", "library resources about", "curlie", "dmoz", "taxonbar", "navbar",
    "navboxes", "navigation", "nav", "breadcrumb", "breadcrumbs", "disambiguation", "disambig",
    "dab", "hndis", "geodis", "set index article", "sia", "given name", "surname", "persondata",
    "metadata", "succession box", "s-start", "start box", "end box", "shortcut",
    "spoken wikipedia", "other languages", "languages", "interwiki", "category", "cat main",
    "category handler", "featured portal",
}  # fmt: skip
EMPTY_PATTERN = re.compile(
    r"use (?:\w+ )*(?:dates?|english|spelling)|(?:dmy|mdy)|engvarb?"
    r"|pp(?:-.*)?|protected.*|semi-?protected.*"
    r"|.*(?:-|\b)stub|.*\bnav ?box\b.*|navbox.*|.*[ -]sidebar|sidebar|.* footer|.*-footer|.* portal"
    r"|portal .*|.*topics|.*-bot-notice|.*maintenance.*|cleanup[ -].*|expand (?:language|\w+)"
    r"|(?:all )?(?:article|wikipedia)s? (?:needing|with|containing) .*|source-attribution|"
    r"use dmy.*|use mdy.*|sections?-?stub|lang-?icon|in lang"
)
# What a wiki's own variables and magic words start with, before a colon.
INVISIBLE_VARIABLES = {
    "DEFAULTSORT", "DEFAULTSORTKEY", "DEFAULTCATEGORYSORT", "DISPLAYTITLE", "#CATEGORYTREE",
    "#SEO", "#DESCRIPTION2", "#SET", "#INVOKE", "#COORDINATES", "#ARRAYDEFINE", "#VARDEFINE",
}  # fmt: skip


def is_empty(name: str) -> bool:
    """Whether a template with this name, in lower case, carries nothing."""
    return name in EMPTY or (len(name) < 100 and bool(EMPTY_PATTERN.fullmatch(name)))

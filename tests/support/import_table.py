"""What became of an export: the rows of the table in docs/imported-exports.md.

Words are counted from the file itself, without the importer's reader.
"""

import re
from collections import Counter, defaultdict
from html import escape, unescape
from pathlib import Path
from unicodedata import category, normalize

from django.db.models import Q
from lxml import etree

from blog.models import Comment
from content.models import Entry, Link
from imports.reports import ImportReport

HEAD = (
    "| File | Items | Words | Lost | Links to entries here | Links elsewhere "
    "| Links to what isn’t here | Files |\n"
    "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |\n"
)
NOT_ITEMS = {
    "People", "Redirects", "Meta keys", "Files", "Topics", "Tags", "Comments", "Images",
    "Terms of other taxonomies", "Pages of attachments", "Redirects of people",
    "Redirects of topics, tags, and places", "Pingbacks and trackbacks (hidden)",
    "Unapproved comments (hidden)", "Notes of editors and plug-ins among the comments (hidden)",
}  # fmt: skip
MISSING = "Links to pages of the old site that weren’t imported"
# What readers never saw as words: comments of the block editor, styles, and the old site's tags.
UNSEEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)[^>]*>|<![^>]*>")
WITHIN_WORDS = {
    "a", "abbr", "acronym", "b", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u",
    "var", "wbr",
}  # fmt: skip
# The addresses in Markdown, and two buttons side by side.
MARKDOWN_ADDRESS = re.compile(r"\]\([^()\s]*\)")
SIDE_BY_SIDE = re.compile(r"</a>(?=<a\b)")
# An address alone in its line becomes a player.
LONE_ADDRESS = re.compile(r"^\s*https?://\S+\s*$", re.MULTILINE)
SHORTCODE = re.compile(r"\[/?[a-zA-Z][^\[\]]*\]")
WORD = re.compile(r"\w[\w’'-]*")


def describe_import(report: ImportReport, path: Path) -> str:
    """Return the row of an export that was imported into an empty site."""
    words, lost = count_words(path)
    links = Link.objects.all()
    ours, elsewhere = links.exclude(target=None).count(), links.filter(address__contains="://")
    cells = [
        path.name,
        describe_items(report),
        f"{words:,}",
        f"{lost:,}",
        f"{ours:,}",
        f"{elsewhere.count():,}",
        f"{len(report.remarks.get(MISSING, [])):,}",
        describe_outcomes(report, "Files") or "none",
    ]
    return f"| {' | '.join(cells)} |\n"


def describe_items(report: ImportReport) -> str:
    named = [
        f"{kind}: {describe_outcomes(report, kind)}"
        for kind, number in report.in_file.items()
        if number and kind not in NOT_ITEMS
    ]
    refused = [reason.partition(" ")[2] for _, reason in report.failures]
    return "; ".join(named) or "; ".join(refused) or "no items"


def describe_outcomes(report: ImportReport, kind: str) -> str:
    return ", ".join(f"{number} {outcome}" for outcome, number in report.counts[kind].items())


def count_words(path: Path) -> tuple[int, int]:
    """Return how many words the imported items have in the file, and how many aren't here.

    Items can share a GUID, and entries then have one that begins with it.
    """
    total = lost = 0
    for guid, texts in read_items(path).items():
        words = Counter(word for text in texts for word in words_of(text))
        entries = Entry.objects.filter(Q(guid=guid) | Q(guid__startswith=f"{guid}#"))
        if not entries:
            continue
        here = [text for entry in entries for text in texts_of(entry)]
        shown = Counter(word for text in here for word in words_of(text))
        total += words.total()
        lost += (words - shown).total()
    return total, lost


def texts_of(entry: Entry) -> list[str]:
    comments = Comment.objects.filter(post=entry.pk)
    return [
        *(escape(text) for text in (entry.title, entry.summary, entry.attention)),
        entry.body_html,
        escape(entry.lead_image_caption),
        *comments.values_list("text_html", flat=True),
    ]


def read_items(path: Path) -> dict[str, list[str]]:
    """Return {GUID: texts that readers saw} of the posts and pages in a file."""
    items: dict[str, list[str]] = defaultdict(list)
    root = etree.parse(path, etree.XMLParser(recover=True, huge_tree=True)).getroot()
    for item in root.iter("item") if root is not None else ():
        found = defaultdict(list)
        for each in item.iter():
            if isinstance(each.tag, str):
                found[etree.QName(each).localname].append("".join(each.itertext()))
        status, kind = (found[name] or [""] for name in ("status", "post_type"))
        is_left_out = status[0].strip() in {"trash", "auto-draft"}
        if is_left_out or kind[0].strip() not in {"", "post", "page"}:
            continue
        guid = next((text.strip() for text in found["guid"] + found["link"] if text.strip()), "")
        comments = [
            text
            for text, approved in zip(
                found["comment_content"], found["comment_approved"], strict=False
            )
            if approved != "spam"
        ]
        items[guid] += [*found["title"][:1], *found["encoded"], *comments]
    return items


def words_of(text: str) -> list[str]:
    text = LONE_ADDRESS.sub(" ", UNSEEN.sub(" ", text))
    text = MARKDOWN_ADDRESS.sub("]", SIDE_BY_SIDE.sub("</a> ", text))
    text = TAG.sub(lambda tag: "" if (tag[1] or "").lower() in WITHIN_WORDS else " ", text)
    text = SHORTCODE.sub(" ", unescape(unescape(text)))
    text = "".join("" if category(each) == "Cf" else each for each in text)
    return WORD.findall(normalize("NFC", text).lower().replace("’", "'"))

"""What an entry still lacks, in sentences for the person who is about to publish it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote

from django.utils import timezone
from lxml.html import HtmlElement, fragment_fromstring

from content.findings import Finding, Related
from content.links.own_pages import has_page, path_on_this_site
from content.markdown import render
from content.markdown.wiki_links import NO_PAGE_YET
from content.models import Entry, Image, Role
from content.models.entries import find_targets
from content.moments import format_day
from content.rendering import render_text

# Links beyond this number are not checked. Each costs as much as a reader's visit.
MAX_LINKS_FOLLOWED = 60


def run_check(entry: Entry, related: Related | None = None) -> list[Finding]:
    """Return what the check of the entry's kind finds. Doesn't save or change the entry."""
    return entry.registered_kind.check(entry, related or read_related(entry))


def read_related(entry: Entry) -> Related:
    roles = entry.contributions.values_list("role", flat=True)
    return Related(roles=Counter(roles), topic_count=entry.topics.count())


def check_entry(entry: Entry, related: Related) -> list[Finding]:
    """Check an entry that needs an author and a topic. Most kinds register this check."""
    return [
        *check_words(entry),
        *check_author(related),
        *check_topic(related),
        *check_lead_image(entry),
        *check_body(entry),
        *check_date(entry),
    ]


def check_page(page: Entry, related: Related) -> list[Finding]:
    """Check a page, which has neither an author nor a topic."""
    return [
        *check_words(page),
        *check_lead_image(page),
        *check_body(page),
        *check_date(page),
    ]


def find_blocks(entry: Entry) -> list[Finding]:
    """Return the findings that block publication. Cheap: it doesn’t check links."""
    problem = render(entry.body).problem
    return [
        *check_title(entry.title),
        *check_text(entry),
        *([Finding(problem, blocks=True, about="body")] if problem else []),
    ]


def check_title(title: str) -> Iterator[Finding]:
    if not title.strip():
        yield Finding("It has no title.", blocks=True, about="title")


def check_text(entry: Entry) -> Iterator[Finding]:
    lack = entry.missing_text()
    if lack:
        yield Finding(lack, blocks=True, about="body")


def check_words(entry: Entry) -> Iterator[Finding]:
    yield from check_title(entry.title)
    yield from check_text(entry)
    if entry.body.strip() and not entry.summary.strip() and "<!--more-->" not in entry.body:
        yield Finding(
            "It has no summary and no “End of excerpt” mark. Listings show its first paragraph.",
            about="summary",
        )


def check_author(related: Related) -> Iterator[Finding]:
    if not related.count(Role.AUTHOR):
        yield Finding("No author is named.", about="people")


def check_topic(related: Related) -> Iterator[Finding]:
    if not related.topic_count:
        yield Finding("It has no topic, so no topic page will list it.", about="topics")


def check_lead_image(entry: Entry) -> Iterator[Finding]:
    if entry.lead_image and entry.lead_image.lacks_alt:
        yield Finding("The lead image has no alt text.", about="lead_image")


def check_date(entry: Entry) -> Iterator[Finding]:
    date = entry.published_at
    if not date or date >= timezone.now() - timedelta(hours=1):
        return
    if not Entry.objects.published().filter(pk=entry.pk).exists():
        yield Finding(
            f"Its publication date is in the past ({format_day(date)}), "
            "so it will appear below newer entries. Clear the date to publish it as new.",
            about="published_at",
        )


def check_body(entry: Entry) -> Iterator[Finding]:
    for finding in check_rendered(entry):
        yield replace(finding, about="body")


def check_rendered(entry: Entry) -> Iterator[Finding]:
    rendered = render_text(entry.body)
    if rendered.problem:
        yield Finding(rendered.problem, blocks=True)
        return
    tree = fragment_fromstring(rendered.html, create_parent="div")
    yield from check_images(tree)
    yield from check_links(tree, own_path=own_path(entry))


def own_path(entry: Entry) -> str | None:
    return entry.get_absolute_url() if entry.slug and entry.kind else None


def check_images(tree: HtmlElement) -> Iterator[Finding]:
    silent = [image.get("src") for image in tree.iter("img") if not image.get("alt")]
    if silent:
        decorative = Image.objects.filter(decorative=True).by_url(silent)
        count = sum(url not in decorative for url in silent)
        if count == 1:
            yield Finding("One image in the text has no alt text.")
        elif count:
            yield Finding(f"{count} images in the text have no alt text.")
    for link in tree.find_class("external-image"):
        yield Finding(
            f"The image {link.get('href')} is on another site, so it is shown as a link. "
            "Paste the image itself into the text."
        )
    for gap in tree.find_class("missing-image"):
        yield Finding(f"An image in the text can’t be found: “{gap.text_content().strip()}”.")


def check_links(tree: HtmlElement, *, own_path: str | None) -> Iterator[Finding]:
    for gap in tree.find_class("missing-link"):
        title = (gap.get("title") or "").removeprefix(NO_PAGE_YET) or describe_link(gap)
        yield Finding(f"There is no page titled “{title}” to link to.")
    yield from check_sections(tree)
    anchors = {element.get("id") for element in tree.iter() if element.get("id")}
    followed: dict[str, bool] = {}
    for link in tree.iter("a"):
        if link.get("class") == "missing-link":
            continue
        address = (link.get("href") or "").strip()
        words = describe_link(link)
        if not words:
            yield Finding(f"A link to {address or 'nowhere'} has no text.")
        if address.startswith("#"):
            if len(address) > 1 and unquote(address[1:]) not in anchors:
                yield Finding(f"The link “{words}” leads to {address}, which is not on this page.")
            continue
        path = path_on_this_site(address)
        if path is None or path == own_path or path in followed:
            continue
        if len(followed) == MAX_LINKS_FOLLOWED:
            return
        followed[path] = has_page(path)
        if not followed[path]:
            yield Finding(f"The link “{words}” leads to {path}, which isn’t public.")


def check_sections(tree: HtmlElement) -> Iterator[Finding]:
    """Check the sections of other entries that wiki links name."""
    links = [
        (link, *(link.get("href") or "").split("#", 1))
        for link in tree.find_class("wiki-link")
        if "#" in (link.get("href") or "")[1:]
    ]
    ids = find_targets([path for _, path, _ in links]) if links else {}
    entries = Entry.objects.only("kind", "title", "headings").in_bulk(filter(None, ids.values()))
    for link, path, anchor in links:
        entry = entries.get(ids.get(path))
        if entry and unquote(anchor) not in {heading["id"] for heading in entry.headings}:
            yield Finding(
                f"The link “{describe_link(link)}” leads to a section that “{entry.title}” "
                "doesn’t have."
            )


def describe_link(link: HtmlElement) -> str:
    text = " ".join(link.text_content().split())
    pictured = " ".join(image.get("alt") or "" for image in link.iter("img")).strip()
    return text or pictured or link.get("aria-label", "") or link.get("title", "")

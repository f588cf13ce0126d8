"""What copies of articles and publications contain."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.html import format_html, format_html_join

from content.copies.contents import Copy, chapter_of, copy_of, own_text
from content.moments import format_day
from content.paths import absolute
from content.trees import ids_above, ids_below, nest
from wiki.citations import publication_work
from wiki.models import Article, FileVersion, Publication
from wiki.resource_lists import fill_in

MOST_ARTICLES = 200


def article_copy(article: Article) -> Copy:
    """Return an article with the public ones below it, each after the one it belongs under."""
    public = Article.objects.published().filter(pk__in=ids_below(article)).exclude(pk=article.pk)
    [top, *_] = nest([article, *public.as_page().order_by("title", "pk")])
    levels = dict(list(walk_down(top))[:MOST_ARTICLES])
    below = list(levels)
    chapters = [own_text(article, html=fill_in(article.body_html))]
    chapters += [
        chapter_of(each, level=level, html=fill_in(each.body_html))
        for each, level in levels.items()
    ]
    changed_at = max(each.modified_at for each in [article, *below])
    return copy_of(
        article,
        chapters,
        label=f"Wiki: {len(below) + 1} articles" if below else "Wiki article",
        facts=[f"Last changed {format_day(changed_at)}"],
        others=below,
    )


def walk_down(article: Any, level: int = 1) -> Iterator[tuple[Article, int]]:
    """Yield what is below a nested article, with its level."""
    for each in article.branches:
        yield each, level
        yield from walk_down(each, level + 1)


def articles_above(article: Article) -> Iterable[Article]:
    above = Article.objects.filter(pk__in=ids_above(Article(pk=article.pk)))
    return above.exclude(pk=article.pk).only("kind")


def publication_copy(publication: Publication) -> Copy:
    """Return what the page of a publication says of it, and where its files are."""
    work = publication_work(publication)
    facts = [
        ", ".join(filter(None, [work.publisher, str(publication.year or "")])),
        publication.edition,
        publication.isbn and f"ISBN {publication.isbn}",
        publication.doi_address,
    ]
    text = own_text(publication)
    return copy_of(
        publication,
        [replace(text, html=text.html + list_files(publication))],
        label=publication.get_format_display(),
        facts=list(filter(None, facts)),
    )


def list_files(publication: Publication) -> str:
    versions = FileVersion.objects.current().filter(file__publication=publication)
    rows = [
        (absolute(version.current_path), version.file.title, version.ending.upper())
        for version in versions.select_related("file__publication", "document")
    ]
    if not rows:
        return ""
    items = format_html_join("", '<li><a href="{}">{}</a> ({})</li>', rows)
    return format_html("<h2>Files</h2><ul>{}</ul>", items)

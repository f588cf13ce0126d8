"""What an article, resource, or publication lacks before it is published."""

from collections.abc import Iterator

from content.editing.publishing_check import (
    check_author,
    check_body,
    check_date,
    check_lead_image,
    check_text,
    check_title,
    check_topic,
    check_words,
)
from content.findings import Finding, Related
from wiki.models import Article, Publication, Resource


def check_article(article: Article, related: Related) -> list[Finding]:
    """Check an article, which needs no author: its history names its editors."""
    return [
        *check_words(article),
        *check_namesakes(article),
        *check_topic(related),
        *check_lead_image(article),
        *check_body(article),
        *check_date(article),
    ]


def check_namesakes(article: Article) -> Iterator[Finding]:
    title = " ".join(article.title.split())
    others = Article.objects.published().exclude(pk=article.pk)
    if title and others.filter(title__iexact=title).exists():
        yield Finding(
            "Another article has the same title. Links to that title lead to the older one.",
            about="title",
        )


def check_resource(resource: Resource, related: Related) -> list[Finding]:
    return [
        *check_title(resource.title),
        *check_text(resource),
        *check_address(resource),
        *check_topic(related),
        *check_lead_image(resource),
        *check_body(resource),
        *check_date(resource),
    ]


def check_address(resource: Resource) -> Iterator[Finding]:
    if not resource.url and not resource.archived_url:
        yield Finding("It has no address, so readers can’t open it.", about="url")


def check_publication(publication: Publication, related: Related) -> list[Finding]:
    return [
        *check_words(publication),
        *check_author(related),
        *check_topic(related),
        *check_cover(publication),
        *check_files(publication, related),
        *check_body(publication),
        *check_date(publication),
    ]


def check_cover(publication: Publication) -> Iterator[Finding]:
    if publication.lead_image is None:
        yield Finding("It has no cover.", about="lead_image")
    yield from check_lead_image(publication)


def check_files(publication: Publication, related: Related) -> Iterator[Finding]:
    has_files = publication.pk is not None and publication.files.exists()
    if not has_files and not related.fields.get("new_files"):
        yield Finding("It has no files to download. Add them below the text.", about="new_files")

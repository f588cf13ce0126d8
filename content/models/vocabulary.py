"""The words that the database knows an entry's kind, state, sector and people's roles by."""

from django.db import models


class Kind(models.TextChoices):
    POST = "post", "Post"
    SERIES = "series", "Series"
    PAGE = "page", "Page"
    ARTICLE = "article", "Article"
    RESOURCE = "resource", "Resource"
    PUBLICATION = "publication", "Publication"
    EVENT = "event", "Event"


DETAIL_URL_NAMES = {
    Kind.POST: "blog:post-detail",
    Kind.SERIES: "blog:series-detail",
    Kind.PAGE: "content:page-detail",
    Kind.ARTICLE: "wiki:article-detail",
    Kind.RESOURCE: "wiki:library-entry",
    Kind.PUBLICATION: "wiki:library-entry",
    Kind.EVENT: "events:event-detail",
}


def kinds_at_same_address(kind: str) -> list[str]:
    """Return the kinds whose slugs must differ from those of this kind, itself included."""
    url_name = DETAIL_URL_NAMES[kind]
    return [other for other, name in DETAIL_URL_NAMES.items() if name == url_name]


class Format(models.TextChoices):
    """What the library files an entry under."""

    REPORT = "report", "Report"
    BOOK = "book", "Book"
    PAPER = "paper", "Paper"
    ARTICLE = "article", "Article"
    RECORDING = "recording", "Recording"
    VIDEO = "video", "Video"
    TOOL = "tool", "Tool"
    POLICY = "policy", "Policy"
    WEBSITE = "website", "Website"


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    REVIEW = "review", "Ready for review"
    PUBLISHED = "published", "Published"


class Sector(models.TextChoices):
    K12 = "k-12", "K-12"
    HIGHER_EDUCATION = "higher-education", "Higher education"
    BOTH = "both", "Both sectors"


class Role(models.TextChoices):
    AUTHOR = "author", "Author"
    EDITOR = "editor", "Editor"
    PRESENTER = "presenter", "Presenter"

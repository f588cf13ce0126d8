"""The words that the database knows an entry's kind, state, sector and people's roles by."""

from django.db import models


class Kind(models.TextChoices):
    POST = "post", "Post"
    SERIES = "series", "Series"
    PAGE = "page", "Page"


DETAIL_URL_NAMES = {
    Kind.POST: "blog:post-detail",
    Kind.SERIES: "blog:series-detail",
    Kind.PAGE: "content:page-detail",
}


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

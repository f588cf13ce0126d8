"""The words that the database knows an entry's format, status, sector and people's roles by."""

from django.db import models


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

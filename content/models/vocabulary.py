"""The choices for an entry's format, status, and sector, and for people's roles."""

from django.db import models


class Format(models.TextChoices):
    """How the library classifies an entry."""

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
    REVIEW = "review", "In review"
    PUBLISHED = "published", "Published"


class Sector(models.TextChoices):
    K12 = "k-12", "K-12"
    HIGHER_EDUCATION = "higher-education", "Higher education"
    BOTH = "both", "Both sectors"


class Role(models.TextChoices):
    AUTHOR = "author", "Author"
    EDITOR = "editor", "Editor"
    PRESENTER = "presenter", "Presenter"

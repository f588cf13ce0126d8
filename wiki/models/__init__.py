from wiki.models.articles import Article
from wiki.models.no_companions import NoCompanions
from wiki.models.page_readings import PageReading
from wiki.models.publications import (
    DownloadCount,
    FilePage,
    FileVersion,
    Publication,
    PublicationFile,
)
from wiki.models.readers import ProblemReport, Suggestion
from wiki.models.resources import Resource

__all__ = [
    "Article",
    "DownloadCount",
    "FilePage",
    "FileVersion",
    "NoCompanions",
    "PageReading",
    "ProblemReport",
    "Publication",
    "PublicationFile",
    "Resource",
    "Suggestion",
]

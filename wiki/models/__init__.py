from wiki.models.articles import Article
from wiki.models.publications import (
    DownloadCount,
    FilePage,
    FileVersion,
    Publication,
    PublicationFile,
)
from wiki.models.readers import ProblemReport, ReadCount, Suggestion
from wiki.models.resources import Resource
from wiki.models.uploads import NoCompanions, ResourceUpload

__all__ = [
    "Article",
    "DownloadCount",
    "FilePage",
    "FileVersion",
    "NoCompanions",
    "ProblemReport",
    "Publication",
    "PublicationFile",
    "ReadCount",
    "Resource",
    "ResourceUpload",
    "Suggestion",
]

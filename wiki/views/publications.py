from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from content import structured_data
from wiki.models import FileVersion, Publication
from wiki.surroundings import companions_of, links_to


def publication_context(publication: Publication) -> dict:
    """Return what a publication's template needs; the preview of a draft uses it too."""
    breadcrumbs = [("Library", reverse("wiki:library"))]
    return {
        "entry": publication,
        "files": read_files(publication),
        "companions": companions_of(publication),
        "incoming": links_to(publication),
        "breadcrumbs": breadcrumbs,
        "structured_data": [
            structured_data.breadcrumbs(
                [*breadcrumbs, (publication.heading, publication.get_absolute_url())]
            )
        ],
    }


def read_files(publication: Publication) -> list[list[FileVersion]]:
    """Return the versions of each file, the files in their order and the newest version first."""
    versions = FileVersion.objects.filter(file__publication=publication).select_related(
        "file", "document"
    )
    by_file: dict[int, list[FileVersion]] = {}
    for version in versions.order_by("file__position", "file_id", "-number"):
        version.file.publication = publication
        by_file.setdefault(version.file_id, []).append(version)
    return list(by_file.values())


def citation_file(request: HttpRequest, slug: str, style: str) -> HttpResponse:
    raise NotImplementedError

from django.urls import reverse

from content import structured_data
from content.citations import scholar
from content.citations.entries import citation_context
from content.companions import companions_of
from content.media.file_types import file_type_of
from content.paths import absolute
from wiki.citations import publication_work
from wiki.models import FileVersion, Publication
from wiki.navigation import find_incoming_links


def publication_context(publication: Publication, *, is_preview: bool = False) -> dict:
    """Return the context of a publication's page, which previews use too."""
    breadcrumbs = [("Library", reverse("wiki:library"))]
    files, companions = read_files(publication), companions_of(publication)
    work = publication_work(publication)
    current = [versions[0] for versions in files]
    pdfs = [version for version in current if version.ending == "pdf"]
    cover = publication.lead_image
    return {
        "entry": publication,
        "publisher": work.publisher,
        "files": files,
        "companions": companions,
        "incoming": find_incoming_links(publication, shown=companions),
        "breadcrumbs": breadcrumbs,
        **citation_context(
            publication,
            work,
            is_preview=is_preview,
            pdf_url=absolute(pdfs[0].current_path) if pdfs else "",
            online_date=publication.published_at and publication.published_at.date(),
        ),
        "structured_data": [
            scholar.structured_data(
                work,
                description=publication.description,
                image=absolute(cover.url) if cover else "",
                files=[describe_file(version) for version in current],
            ),
            structured_data.breadcrumbs(
                [*breadcrumbs, (publication.heading, publication.get_absolute_url())]
            ),
        ],
    }


def describe_file(version: FileVersion) -> scholar.File:
    file_type = file_type_of(version.ending)
    return scholar.File(
        address=absolute(version.current_path),
        media_type=file_type.content_type.partition(";")[0],
        size=version.document.size,
        name=version.file.title,
    )


def read_files(publication: Publication) -> list[list[FileVersion]]:
    """Return the versions of each file, newest first, with the files in their order."""
    versions = FileVersion.objects.filter(file__publication=publication).select_related(
        "file", "document"
    )
    by_file: dict[int, list[FileVersion]] = {}
    for version in versions.order_by("file__position", "file_id", "-number"):
        version.file.publication = publication
        by_file.setdefault(version.file_id, []).append(version)
    return list(by_file.values())

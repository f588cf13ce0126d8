"""What search finds in the wiki and the library."""

from django.db.models import Exists, OuterRef, QuerySet

from content.kinds import PassageSource, SearchSection
from wiki.models import FilePage, FileVersion

WIKI = SearchSection(key="wiki", label="Wiki", position=2, url_name="wiki:article-list")
LIBRARY = SearchSection(
    key="library", label="Library", is_library=True, position=3, url_name="wiki:library"
)


def current_pages() -> QuerySet[FilePage]:
    """Return the pages of the PDFs that readers get: of each file, its newest version."""
    newer = FileVersion.objects.filter(
        file=OuterRef("version__file"), number__gt=OuterRef("version__number")
    )
    return (
        FilePage.objects.filter(~Exists(newer))
        .select_related("version__file__publication", "version__document")
        .only(
            "number",
            "version__file__title",
            "version__file__slug",
            "version__file__publication__slug",
            "version__document__file",
        )
    )


def describe_page(page: FilePage) -> tuple[str, str, str]:
    version = page.version
    path = f"{version.current_path}#page={page.number}"
    return f"Page {page.number}", version.file.title, path


FILE_PAGES = PassageSource(
    rows=current_pages,
    entry="version__file__publication",
    order=("version__file__position", "version__file_id", "number"),
    describe=describe_page,
)

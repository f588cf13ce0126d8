from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils import timezone

from content.dois import doi_address, find_doi
from content.models import Document, Entry, Format
from content.models.fields import DoiField, LineField, LinesField, SlugLineField
from content.querysets import EntryQuerySet
from content.search_words import search_vector
from wiki.querysets import FileVersionQuerySet

PUBLICATION_FORMATS = [Format.REPORT, Format.BOOK, Format.PAPER]


class Publication(Entry):
    """A report, book, or paper of our own. Its cover is the lead image."""

    publisher = LineField(
        max_length=300, blank=True, help_text="Leave empty for the organization behind this site."
    )
    edition = LineField(max_length=100, blank=True, help_text="Such as “Second edition.”")
    isbn = LineField("ISBN", max_length=20, blank=True)
    doi = DoiField(
        "DOI", max_length=200, blank=True, help_text="Such as 10.5555/12345678, without “https.”"
    )

    objects = EntryQuerySet.as_manager()

    @property
    def doi_address(self) -> str:
        doi = find_doi(self.doi)
        return doi_address(doi) if doi else ""


class PublicationFile(models.Model):
    """A file of a publication, such as the report or its data. It keeps its address."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="files")
    title = LineField(max_length=200, help_text="Such as “Full report” or “Summary.”")
    slug = SlugLineField(
        max_length=100, help_text="The file’s name in its address, without the extension."
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "slug"],
                name="publication_file_slug_once",
                violation_error_message="Another file of this publication already has this name.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class FileVersion(models.Model):
    """One upload of a publication's file; readers get the newest."""

    class TextState(models.TextChoices):
        WAITING = "waiting", "Text not read yet"
        READ = "read", "Text read"
        ENCRYPTED = "encrypted", "Protected by a password: search can’t find its text"
        SCANNED = "scanned", "Scanned without text: search can’t find anything in it"
        BROKEN = "broken", "Damaged: its text can’t be read"
        NO_PDF = "no-pdf", "Not a PDF: only the text of PDFs is searched"

    file = models.ForeignKey(PublicationFile, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="file_versions")
    note = LineField(
        "what changed", max_length=500, blank=True, help_text="In a sentence, for readers."
    )
    text_state = models.CharField(
        max_length=10, choices=TextState, default=TextState.WAITING, editable=False
    )
    page_count = models.PositiveIntegerField(null=True, editable=False)
    text_problem = LineField(max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False
    )

    objects = FileVersionQuerySet.as_manager()

    class Meta:
        ordering = ["file", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="file_version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.file}, version {self.number}"

    @property
    def file_name(self) -> str:
        """The name in the file's address: the slug, with this version's extension."""
        return f"{self.file.slug}.{self.ending}"

    @property
    def ending(self) -> str:
        return self.document.ending

    @property
    def path(self) -> str:
        """The address of this version, which stays when a newer one is uploaded."""
        slug = self.file.publication.slug
        return reverse("wiki:file-version", args=[slug, self.number, self.file_name])

    @property
    def current_path(self) -> str:
        """The address of the file, which always serves the newest version."""
        return reverse("wiki:file-current", args=[self.file.publication.slug, self.file_name])


class FilePage(models.Model):
    """The text of one page of a PDF, so that search can name the page."""

    version = models.ForeignKey(FileVersion, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField(help_text="Counted from 1, as #page= does.")
    text = LinesField()
    search_vector = models.GeneratedField(
        expression=search_vector("text"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="file_page_number_once"),
        ]
        indexes = [GinIndex(fields=["search_vector"], name="file_page_search")]

    def __str__(self) -> str:
        return f"Page {self.number}"


class DownloadCount(models.Model):
    """How often a file was downloaded on one day."""

    file = models.ForeignKey(PublicationFile, on_delete=models.CASCADE, related_name="downloads")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "day"], name="downloads_of_day")]
        indexes = [models.Index(fields=["day"], include=["file", "count"], name="downloads_by_day")]

    def __str__(self) -> str:
        return f"{self.count} on {self.day}"

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_POST

from content.exceptions import FileRefused
from content.phrases import join_list
from wiki.exceptions import FileDownloaded, SameFile
from wiki.forms.publication_files import FileTitleForm, NewFileForm, NewVersionForm
from wiki.models import FileVersion, Publication, PublicationFile
from wiki.querysets import READ_WITHIN
from wiki.services.downloads import Downloads, downloads_of
from wiki.services.publication_files import (
    add_file,
    add_version,
    move_file,
    read_again,
    remove_file,
    rename_file,
    title_of,
)

TextState = FileVersion.TextState

ADVICE = {
    TextState.ENCRYPTED: "Save a copy without a password, and replace it with that.",
    TextState.SCANNED: "Recognize its text (OCR) with a PDF program, and replace it with the "
    "result.",
    TextState.BROKEN: "Open it, save it as a new PDF, and replace it with that.",
}
NOT_READ_ADVICE = "It should have been read by now. Check that the queue’s worker is running."


class UnsearchableFilesFilter(admin.SimpleListFilter):
    title = "files"
    parameter_name = "files"

    def lookups(self, request, model_admin) -> list:
        return [("without-text", "Without text")]

    def queryset(self, request, queryset):
        if self.value() != "without-text":
            return queryset
        silent = FileVersion.objects.current().without_text()
        return queryset.filter(pk__in=silent.values("file__publication"))


@dataclass
class FileRow:
    """A file as editors see it."""

    file: PublicationFile
    versions: list[FileVersion]
    downloads: Downloads
    replacing: Form
    renaming: Form

    @property
    def current(self) -> FileVersion:
        return self.versions[0]

    @property
    def advice(self) -> str:
        if self.current.text_state == TextState.WAITING:
            return NOT_READ_ADVICE if self.is_late else ""
        return ADVICE.get(self.current.text_state, "")

    @property
    def is_late(self) -> bool:
        return self.current.created_at < timezone.now() - READ_WITHIN


class PublicationFilePages:
    """The admin pages of a publication's files: add, replace, reorder, and remove them."""

    def get_urls(self) -> list:
        wrap, name = self.admin_site.admin_view, self.url_name
        change = wrap(require_POST(self.change_file_view))
        return [
            path("<int:pk>/files/", wrap(self.files_view), name=name("files")),
            path("<int:pk>/files/<int:file_id>/", change, name=name("file")),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["links"] = [("Files", self.link_to("files", obj.pk))]
        return super().render_change_form(request, context, add, change, form_url, obj)

    # On the publication's own form

    @admin.display(description="Files so far")
    def files_so_far(self, publication: Publication) -> str:
        files = list(publication.files.all()) if publication.pk else []
        if not files:
            return "None yet."
        titles = format_html_join(", ", "<bdi>{}</bdi>", ([file.title] for file in files))
        link = '{}. <a href="{}">Rename, replace, or reorder them</a>'
        return format_html(link, titles, self.link_to("files", publication.pk))

    def preview_page(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        # A preview takes back what is in the database, but files would stay.
        request.FILES.clear()
        return super().preview_page(request, pk)

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        added = []
        for upload in form.cleaned_data.get("new_files", []):
            try:
                file = add_file(
                    publication=form.instance,
                    title=title_of(upload.name),
                    file=upload,
                    name=upload.name,
                    by=request.user,
                )
            except (FileRefused, ValidationError) as error:
                reason = " ".join(getattr(error, "messages", [str(error)]))
                sentence = f"“{upload.name}” was not added. {reason}"
                self.message_user(request, sentence, messages.ERROR)
            else:
                added.append(file)
        if added:
            titles = join_list([f"“{file}”" for file in added])
            verb = "was" if len(added) == 1 else "were"
            same = "".join(map(name_same, added))
            self.message_user(request, f"{titles} {verb} added.{same}", messages.SUCCESS)

    # From the permission check on: someone else could be publishing it.
    @transaction.atomic
    def files_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        publication = self.find_entry(request, pk)
        if request.method != "POST":
            return self.show_files(request, publication)
        self.check_may_change(request, publication)
        form = NewFileForm(request.POST, request.FILES)
        if form.is_valid():
            upload = form.cleaned_data["upload"]
            try:
                file = add_file(
                    publication=publication,
                    title=form.cleaned_data["title"],
                    file=upload,
                    name=upload.name,
                    by=request.user,
                )
            except FileRefused as error:
                form.add_error("upload", str(error))
            else:
                return self.done(request, publication, f"“{file}” was added.{name_same(file)}")
        return self.show_files(request, publication, adding=form)

    @transaction.atomic
    def change_file_view(self, request: HttpRequest, pk: int, file_id: int) -> HttpResponse:
        publication = self.find_entry(request, pk)
        self.check_may_change(request, publication)
        file = get_object_or_404(PublicationFile, pk=file_id, publication=publication)
        match request.POST.get("do"):
            case "replace":
                return self.replace(request, publication, file)
            case "rename":
                return self.rename(request, publication, file)
            case "up":
                move_file(file=file, places=-1)
                return self.done(request, publication, f"“{file}” was moved up.")
            case "down":
                move_file(file=file, places=1)
                return self.done(request, publication, f"“{file}” was moved down.")
            case "read":
                read_again(version=file.versions.first())
                return self.done(request, publication, f"“{file}” will be read again.")
            case "remove":
                return self.remove(request, publication, file)
        raise Http404("This can’t be done with a file.")

    def replace(self, request, publication, file: PublicationFile) -> HttpResponse:
        form = NewVersionForm(request.POST, request.FILES, prefix=f"replace-{file.pk}")
        if form.is_valid():
            upload, note = form.cleaned_data["upload"], form.cleaned_data["note"]
            try:
                add_version(file=file, upload=upload, name=upload.name, note=note, by=request.user)
            except (FileRefused, SameFile) as error:
                form.add_error("upload", str(error))
            else:
                return self.done(request, publication, f"“{file}” was replaced.")
        return self.show_files(request, publication, bound={file.pk: {"replacing": form}})

    def rename(self, request, publication, file: PublicationFile) -> HttpResponse:
        form = FileTitleForm(request.POST, prefix=f"rename-{file.pk}")
        if form.is_valid():
            rename_file(file=file, title=form.cleaned_data["title"])
            return self.done(request, publication, f"It is now called “{file}.”")
        return self.show_files(request, publication, bound={file.pk: {"renaming": form}})

    def remove(self, request, publication, file: PublicationFile) -> HttpResponse:
        try:
            remove_file(file=file, by=request.user)
        except FileDownloaded as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self.link_to("files", publication.pk))
        return self.done(request, publication, f"“{file}” was removed.")

    def done(self, request: HttpRequest, publication: Publication, sentence: str) -> HttpResponse:
        self.message_user(request, sentence, messages.SUCCESS)
        return HttpResponseRedirect(self.link_to("files", publication.pk))

    def check_may_change(self, request: HttpRequest, publication: Publication) -> None:
        if not self.has_change_permission(request, publication):
            raise PermissionDenied

    def show_files(
        self,
        request: HttpRequest,
        publication: Publication,
        *,
        adding: Form | None = None,
        bound: dict[int, dict[str, Form]] | None = None,
    ) -> HttpResponse:
        """Show the files; invalid forms come back as they were sent."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "entry": publication,
            "title": "Files",
            "rows": self.get_rows(publication, bound or {}),
            "adding": adding or NewFileForm(),
            "may_change": self.has_change_permission(request, publication),
            "change_url": self.link_to("change", publication.pk),
        }
        return TemplateResponse(request, "admin/wiki/publication_files.html", context)

    def get_rows(self, publication: Publication, bound: dict) -> list[FileRow]:
        downloads = downloads_of(publication)
        files = publication.files.prefetch_related("versions__document", "versions__created_by")
        return [
            FileRow(
                file=file,
                versions=list(file.versions.all()),
                downloads=downloads[file.pk],
                **{
                    "replacing": NewVersionForm(prefix=f"replace-{file.pk}"),
                    "renaming": FileTitleForm(prefix=f"rename-{file.pk}", instance=file),
                    **bound.get(file.pk, {}),
                },
            )
            for file in files
        ]


def name_same(file: PublicationFile) -> str:
    """Return a sentence if another file of the publication has the same content."""
    documents = file.versions.values("document")
    same = file.publication.files.exclude(pk=file.pk).filter(versions__document__in=documents)
    return (
        f" It is the same file as “{same[0]}”: remove one if you don’t need both." if same else ""
    )

"""What lists and forms of files say about their use, and the page that replaces a file."""

from collections.abc import Callable, Collection
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from content.admin.deletion import MAX_SHOWN
from content.editing.bulk_changes import count_entries
from content.editing.permissions import may_publish
from content.exceptions import FileRefused
from content.forms.replacing import ReplacingForm
from content.media.uses import Uses
from content.models import Entry
from content.phrases import join_list


class FileList(ChangeList):
    model_admin: Any

    def get_results(self, request) -> None:
        super().get_results(request)
        files = list(self.result_list)
        pks = [file.pk for file in files]
        uses, others = self.model_admin.find_entries(pks), self.model_admin.find_other_uses(pks)
        for file in files:
            count = len(uses[file.pk])
            in_entries = [f"in {count_entries(count).lower()}"] if count else []
            file.uses = [*in_entries, *others[file.pk]]
        self.result_list = files


class FileUses(admin.ModelAdmin):
    """Says which entries use a file. `replace` takes the new one: see content.editing."""

    find_entries: Callable[[Collection[int]], Uses]
    find_other_uses: Callable[[Collection[int]], dict[int, list[str]]]
    link_to_uses: Callable[[Any], list[str]]
    shown: Callable[[Any], str]
    replace: Callable
    # What the file input suggests.
    accepted: str

    def get_changelist(self, request, **kwargs) -> type[ChangeList]:
        return FileList

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.replace_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_replace"
        return [path("<int:pk>/replace/", view, name=name), *super().get_urls()]

    def page_of_file(self, page: str, pk: int) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=[pk])

    @admin.display(description="Use")
    def use_count(self, file) -> str:
        if not file.uses:
            return "Not used"
        address = self.page_of_file("change", file.pk)
        return format_html('<a href="{}#used-in">Used {}</a>', address, join_list(file.uses))

    @admin.display(description="Used in")
    def used_in(self, file) -> SafeString | str:
        links = self.link_to_uses(file)
        if not links:
            return format_html('<span id="used-in">{}</span>', "Nothing uses it.")
        more = len(links) - MAX_SHOWN
        rows = [(link,) for link in links[:MAX_SHOWN]] + ([(f"{more} more",)] if more > 0 else [])
        return format_html('<ul id="used-in">{}</ul>', format_html_join("", "<li>{}</li>", rows))

    @admin.display(description="Another file")
    def replacing(self, file) -> SafeString:
        address = self.page_of_file("replace", file.pk)
        return format_html('<a href="{}">Replace the file</a> wherever it’s used', address)

    def may_replace(self, request, file) -> bool:
        """Whether a user may describe a file, and change everything that readers see it in."""
        if not self.has_change_permission(request, file):
            return False
        if may_publish(request.user):
            return True
        entries = Entry.objects.published().filter(pk__in=self.find_entries([file.pk])[file.pk])
        return not (self.find_other_uses([file.pk])[file.pk] or entries.exists())

    def replace_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        file = self.get_object(request, str(pk))
        if file is None:
            raise Http404("There is no such file.")
        if not self.may_replace(request, file):
            raise PermissionDenied
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = ReplacingForm(*sent, accepted=self.accepted)
        if form.is_valid():
            new = form.cleaned_data["file"]
            try:
                type(self).replace(file, file=new, name=new.name)
            except FileRefused as error:
                form.add_error("file", str(error))
            else:
                self.message_user(
                    request,
                    f"“{file}” has been replaced. What shows or links to it now has the new file.",
                    messages.SUCCESS,
                )
                return HttpResponseRedirect(self.page_of_file("change", pk))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Replace the {self.opts.verbose_name}",
            "file": file,
            "shown": self.shown(file),
            "uses": self.link_to_uses(file)[:MAX_SHOWN],
            "upload_form": form,
        }
        return TemplateResponse(request, "admin/replace_file.html", context)

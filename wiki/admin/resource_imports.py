"""Spreadsheets of resources: chosen, looked at row by row, brought in; and possible companions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from content.admin.forms_of_entries import form_address
from content.editing.permissions import may_publish
from content.models import Entry
from content.spreadsheets import Sheet, read_spreadsheet
from wiki.forms.resource_import import BringInForm, OfferForm, UploadForm
from wiki.models import ResourceUpload
from wiki.resource_columns import RESOURCES
from wiki.services.companion_offers import Offer, join, keep_apart, next_offers, offers_for
from wiki.services.import_plans import Fate, Plan, plan_import
from wiki.services.resource_import import carry_out

ROWS_A_PAGE = 100
# So many rows are written while somebody waits for the page; the next ones take another click.
WRITTEN_AT_ONCE = 400
UPLOAD_GONE = (
    "That spreadsheet is not here any more: it was brought in, or chosen more than a day ago. "
    "Choose it again; what is in already stays as it is."
)


class ResourceImports:
    """Pages of the admin of resources."""

    change_list_template = "admin/wiki/resource_list.html"

    def get_urls(self) -> list:
        def route(address: str, view, name: str):
            return path(address, self.admin_site.admin_view(view), name=f"wiki_resource_{name}")

        return [
            route("import/", self.import_view, "import"),
            route("import/<int:pk>/", self.preview_view, "import_preview"),
            route("companions/", self.companions_view, "companions"),
            route("companions/decide/", require_POST(self.decide_view), "companions_decide"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        context = {
            "may_import": self.may_import(request),
            "may_join": self.has_publish_permission(request),
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def may_import(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    # Spreadsheets

    def import_view(self, request: HttpRequest) -> HttpResponse:
        self.require(self.may_import(request))
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST":
            form = UploadForm(request.POST, request.FILES)
            if form.is_valid():
                upload = form.save(by=request.user)
                return redirect("admin:wiki_resource_import_preview", upload.pk)
        return self.show(
            request, "resource_import", {"title": "Import a spreadsheet", "form": form}
        )

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what would become of each row; by POST, do it."""
        self.require(self.may_import(request))
        upload = ResourceUpload.objects.filter(pk=pk, created_by=request.user).first()
        if upload is None:
            self.message_user(request, UPLOAD_GONE, messages.WARNING)
            return redirect("admin:wiki_resource_import")
        sheet = read_spreadsheet(bytes(upload.content), RESOURCES)
        if request.method == "POST":
            return self.bring_in(request, upload, sheet)
        plan = plan_import(sheet=sheet, by=request.user)
        fates = [decision.fate for decision in plan.decisions]
        context = {
            "title": f"What {upload.file_name} would bring",
            "plan": plan,
            "form": BringInForm(initial={"foretold": BringInForm.encode(fates)}, label_suffix=""),
            **self.page_of_rows(request, plan),
        }
        return self.show(request, "resource_import_preview", context)

    def page_of_rows(self, request: HttpRequest, plan: Plan) -> dict:
        """Return the rows to show: of one fate, if that is asked for."""
        fate = request.GET.get("fate", "")
        rows = [row for row in plan.decisions if not fate or row.fate.name == fate]
        page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("p"))
        counts = [(kind, kind.name, count) for kind, count in plan.counts.items()]
        return {"fate": fate, "counts": counts, "page": page}

    def bring_in(self, request: HttpRequest, upload: ResourceUpload, sheet: Sheet) -> HttpResponse:
        form = BringInForm(request.POST)
        form.is_valid()
        report = carry_out(
            sheet=sheet,
            by=request.user,
            is_published=form.cleaned_data["is_published"] and may_publish(request.user),
            foretold=form.cleaned_data.get("foretold"),
            at_most=WRITTEN_AT_ONCE,
        )
        waiting = report.counts.get(Fate.WAITING, 0)
        if not waiting:
            upload.delete()
        told = [row for row in report.decisions if row.fate not in (Fate.SAME, Fate.WAITING)]
        context = {
            "title": f"What {upload.file_name} brought",
            "plan": report,
            "counts": [(kind, kind.name, count) for kind, count in report.counts.items()],
            "upload": upload,
            "waiting": waiting,
            "is_published": form.cleaned_data["is_published"],
            # What needs somebody first.
            "page": sorted(told, key=lambda row: row.fate != Fate.ERROR)[:WRITTEN_AT_ONCE],
            "offers": self.find_offers(request, report.resource_ids),
        }
        return self.show(request, "resource_import_result", context)

    def find_offers(self, request: HttpRequest, numbers: list[int]) -> list[Offer]:
        return offers_for(numbers) if self.has_publish_permission(request) else []

    # Companions

    def companions_view(self, request: HttpRequest) -> HttpResponse:
        self.require(self.has_publish_permission(request))
        before = request.GET.get("before", "")
        before = int(before) if before.isdecimal() and len(before) < 19 else None
        offers, following = next_offers(before=before)
        context = {
            "title": "Perhaps companions",
            "offers": offers,
            "before": before,
            "following": following,
        }
        return self.show(request, "resource_companions", context)

    def decide_view(self, request: HttpRequest) -> HttpResponse:
        self.require(self.has_publish_permission(request))
        form = OfferForm(request.POST)
        if not form.is_valid():
            raise Http404("Nothing was said of two entries.")
        said = form.cleaned_data
        entries = Entry.objects.in_bulk([said["first"], said["second"]])
        if len(entries) != 2:
            self.message_user(request, "One of the two is not here any more.", messages.WARNING)
        elif said["belong_together"]:
            join(first=entries[said["first"]], second=entries[said["second"]])
            self.message_user(
                request, "They are companions now: each page shows the other.", messages.SUCCESS
            )
        else:
            keep_apart(first=entries[said["first"]], second=entries[said["second"]])
            self.message_user(request, "These two are not offered again.", messages.SUCCESS)
        address = reverse("admin:wiki_resource_companions")
        before = f"?before={said['before']}" if said["before"] else ""
        return HttpResponseRedirect(address + before)

    # Both

    def require(self, allowed: bool) -> None:
        if not allowed:
            raise PermissionDenied

    def show(self, request: HttpRequest, template: str, context: dict) -> HttpResponse:
        if "offers" in context:
            context["offers"] = [
                [(entry, form_address(entry)) for entry in (offer.first, offer.second)]
                for offer in context["offers"]
            ]
        return TemplateResponse(
            request,
            f"admin/wiki/{template}.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "may_publish": self.has_publish_permission(request),
                **context,
            },
        )


def redirect(name: str, *args) -> HttpResponse:
    return HttpResponseRedirect(reverse(name, args=args))

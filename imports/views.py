"""Staff pages for importing resources: choose a file, match its columns, preview rows, import."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from content.admin.forms_of_entries import form_address
from content.editing.permissions import may_publish
from imports.bibliographies.reading import read_resources_file
from imports.exceptions import ImportRunning
from imports.forms import ColumnsForm, ImportForm, UploadForm, known_columns
from imports.models import ResourceUpload
from imports.reports import Outcome
from imports.resources.importer import import_resources
from imports.resources.planning import plan_import
from imports.resources.template import write_template
from imports.spreadsheets import Sheet
from imports.spreadsheets.messages import ColumnsMissing
from imports.spreadsheets.plans import ImportPlan
from wiki.models import Resource
from wiki.services.companion_offers import offers_for

ROWS_PER_PAGE = 100
# Someone waits for the page while rows are written. The rest takes another click.
WRITTEN_PER_REQUEST = 400
UPLOAD_GONE = (
    "That spreadsheet is no longer here: it was imported, or uploaded more than a day ago. "
    "Choose it again. Rows that were imported stay as they are."
)
may_import = permission_required(
    ["wiki.add_resource", "wiki.change_resource"], raise_exception=True
)


@may_import
def choose_spreadsheet(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            upload = form.save(by=request.user)
            page = "columns" if form.needs_matching else "preview"
            return redirect(f"imports:resource-{page}", upload.pk)
    return show(request, "choose_spreadsheet", {"title": "Import a spreadsheet", "form": form})


@may_import
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would happen to each row. A POST does it."""
    upload = find_upload(request, pk)
    if upload is None:
        return redirect("imports:resource-import")
    try:
        sheet = read_resources_file(bytes(upload.content), known_columns())
    except ColumnsMissing:
        # Someone has changed what a column means since this was uploaded.
        return redirect("imports:resource-columns", upload.pk)
    if request.method == "POST":
        try:
            return import_rows(request, upload, sheet)
        except ImportRunning as error:
            messages.warning(request, str(error))
            return redirect(address_of_preview(request, upload))
    plan = plan_import(sheet=sheet, by=request.user)
    initial = {
        "previewed": ImportForm.encode([row.outcome for row in plan.rows]),
        "is_published": "drafts" not in request.GET,
    }
    context = {
        "title": f"Preview of {upload.file_name}",
        "plan": plan,
        "upload": upload,
        "columns": sheet.headings,
        "unknown": sheet.unknown,
        "form": ImportForm(initial=initial, label_suffix=""),
        **page_of_rows(request, plan),
    }
    return show(request, "preview", context)


def find_upload(request: HttpRequest, pk: int) -> ResourceUpload | None:
    """Return what this user uploaded, or None after saying that it is gone."""
    upload = ResourceUpload.objects.filter(pk=pk, created_by=request.user).first()
    if upload is None:
        messages.warning(request, UPLOAD_GONE)
    return upload


@may_import
def match_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what each column means. The answers are remembered for the next spreadsheet."""
    upload = find_upload(request, pk)
    if upload is None:
        return redirect("imports:resource-import")
    names = known_columns()
    reason = ""
    try:
        sheet = read_resources_file(bytes(upload.content), names)
        headings, samples = sheet.headings, sheet.samples
    except ColumnsMissing as error:
        headings, samples, reason = error.headings, error.samples, str(error)
    # A heading that is there twice means the same twice.
    headings = list(dict.fromkeys(filter(None, headings)))
    if not headings:
        return redirect("imports:resource-preview", upload.pk)
    form = ColumnsForm(request.POST or None, names=names, headings=headings, samples=samples)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("imports:resource-preview", upload.pk)
    context = {
        "title": f"Columns of {upload.file_name}",
        "form": form,
        "upload": upload,
        "reason": "" if form.is_bound else reason,
    }
    return show(request, "columns", context)


@require_safe
@may_import
def template(request: HttpRequest) -> HttpResponse:
    """Send an empty spreadsheet with all columns."""
    return HttpResponse(
        write_template(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": 'attachment; filename="resources.xlsx"'},
    )


def address_of_preview(request: HttpRequest, upload: ResourceUpload) -> str:
    """Return the address of a preview where the choice to import drafts is still made."""
    query = {} if request.POST.get("is_published") else {"drafts": "yes"}
    return reverse("imports:resource-preview", args=[upload.pk], query=query)


def page_of_rows(request: HttpRequest, plan: ImportPlan) -> dict:
    """Return the rows to show, all or those with one outcome."""
    outcome = request.GET.get("outcome", "")
    rows = [row for row in plan.rows if not outcome or row.outcome.name == outcome]
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("p"))
    return {"outcome": outcome, "page": page}


def import_rows(request: HttpRequest, upload: ResourceUpload, sheet: Sheet) -> HttpResponse:
    form = ImportForm(request.POST)
    form.is_valid()
    plan = import_resources(
        sheet=sheet,
        by=request.user,
        is_published=form.cleaned_data["is_published"] and may_publish(request.user),
        previewed=form.cleaned_data.get("previewed"),
        at_most=WRITTEN_PER_REQUEST,
    )
    pending = plan.counts.get(Outcome.PENDING, 0)
    if not pending:
        upload.delete()
    shown = [r for r in plan.rows if r.outcome not in (Outcome.UNCHANGED, Outcome.PENDING)]
    offers = offers_for(plan.entry_ids) if may_publish(request.user) else []
    context = {
        "title": f"Imported {upload.file_name}",
        "plan": plan,
        "upload": upload,
        "pending": pending,
        "is_published": form.cleaned_data["is_published"],
        # Errors first: they need someone.
        "page": sorted(shown, key=lambda row: row.outcome != Outcome.FAILED)[:WRITTEN_PER_REQUEST],
        "offers": [
            [(entry, form_address(entry)) for entry in (offer.first, offer.second)]
            for offer in offers
        ],
    }
    return show(request, "result", context)


def show(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    return TemplateResponse(
        request,
        f"admin/imports/{template}.html",
        {
            **admin.site.each_context(request),
            "opts": Resource._meta,
            "may_publish": may_publish(request.user),
            **context,
        },
    )

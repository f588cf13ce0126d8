"""Staff pages for importing spreadsheets: choose a file, match columns, preview rows, import."""

from collections.abc import Callable
from functools import wraps

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from content.admin.forms_of_entries import form_address
from content.editing.permissions import may_publish
from imports.exceptions import ImportRunning
from imports.forms import ColumnsForm, ImportForm, UploadForm, read_columns
from imports.models import SpreadsheetUpload
from imports.reports import Outcome
from imports.spreadsheets import Sheet
from imports.spreadsheets.messages import ColumnsMissing
from imports.spreadsheets.plans import ImportPlan
from imports.spreadsheets.template import write_template
from imports.uploads import KINDS, MOST_AT_ONCE, UploadKind, carry_out_upload, queue_upload
from wiki.models import Resource
from wiki.services.companion_offers import offers_for

OF_PREFIX = {kind.prefix: kind for kind in KINDS.values()}
ROWS_PER_PAGE = 100
# Of what became of rows; the report has more.
SHOWN = 400
UPLOAD_GONE = (
    "That spreadsheet is no longer here: it was imported, or uploaded more than a day ago. "
    "Choose it again. Rows that were imported stay as they are."
)
accept_forms = require_http_methods(["GET", "HEAD", "POST"])


def may_import(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse those who can’t add and change what the kind of file lists."""

    @wraps(view)
    def check(request: HttpRequest, prefix: str, **kwargs) -> HttpResponse:
        kind = OF_PREFIX[prefix]
        if not request.user.has_perms(kind.permissions):
            raise PermissionDenied
        return view(request, kind, **kwargs)

    return accept_forms(check)


def address_of(page: str, kind: UploadKind, *arguments, **options) -> str:
    return reverse(f"imports:{kind.prefix}-{page}", args=arguments, **options)


@may_import
def choose_spreadsheet(request: HttpRequest, kind: UploadKind) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None, kind=kind)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, kind=kind)
        if form.is_valid():
            upload = form.save(by=request.user)
            page = "columns" if form.needs_matching else "preview"
            return redirect(address_of(page, kind, upload.pk))
    return show(
        request, kind, "choose_spreadsheet", {"title": "Import a spreadsheet", "form": form}
    )


@may_import
def preview(request: HttpRequest, kind: UploadKind, pk: int) -> HttpResponse:
    """Show what would happen to each row. A POST does it."""
    upload = find_upload(request, kind, pk)
    if upload is None:
        return redirect(address_of("import", kind))
    if upload.started_at:
        return show_progress(request, kind, upload)
    try:
        sheet = kind.read_upload(upload)
    except ColumnsMissing:
        # Someone has changed what a column means since this was uploaded.
        return redirect(address_of("columns", kind, upload.pk))
    plan = kind.plan(sheet=sheet, by=request.user)
    if request.method == "POST":
        try:
            return import_rows(request, kind, upload, sheet, plan)
        except ImportRunning as error:
            messages.warning(request, str(error))
            query = {} if request.POST.get("is_published") else {"drafts": "yes"}
            return redirect(address_of("preview", kind, upload.pk, query=query))
    initial = {
        "previewed": ImportForm.encode([row.outcome for row in plan.rows]),
        "is_published": "drafts" not in request.GET,
    }
    context = {
        "title": f"Preview of {upload.file_name}",
        "plan": plan,
        "failed": plan.counts.get(Outcome.FAILED, 0),
        "upload": upload,
        "columns": sheet.headings,
        "unknown": sheet.unknown,
        "form": ImportForm(initial=initial, label_suffix=""),
        **page_of_rows(request, plan),
    }
    return show(request, kind, "preview", context)


def find_upload(request: HttpRequest, kind: UploadKind, pk: int) -> SpreadsheetUpload | None:
    """Return what this user uploaded, or None after saying that it is gone."""
    uploads = SpreadsheetUpload.objects.filter(kind=kind.name, created_by=request.user)
    upload = uploads.select_related("created_by", "run").filter(pk=pk).first()
    if upload is None:
        messages.warning(request, UPLOAD_GONE)
    return upload


@may_import
def match_columns(request: HttpRequest, kind: UploadKind, pk: int) -> HttpResponse:
    """Ask what each column means. The answers are remembered for the next spreadsheet."""
    upload = find_upload(request, kind, pk)
    if upload is None:
        return redirect(address_of("import", kind))
    found = read_columns(lambda: kind.read_upload(upload))
    if not found.headings:
        return redirect(address_of("preview", kind, upload.pk))
    form = ColumnsForm(request.POST or None, names=kind.known_columns(), columns=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect(address_of("preview", kind, upload.pk))
    context = {
        "title": f"Columns of {upload.file_name}",
        "form": form,
        "upload": upload,
        "reason": "" if form.is_bound else found.problem,
    }
    return show(request, kind, "columns", context)


@may_import
def template(request: HttpRequest, kind: UploadKind) -> HttpResponse:
    """Send an empty spreadsheet with all columns."""
    return HttpResponse(
        write_template(kind.template),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": f'attachment; filename="{kind.name}.xlsx"'},
    )


def page_of_rows(request: HttpRequest, plan: ImportPlan) -> dict:
    """Return the rows to show, all or those with one outcome."""
    outcome = request.GET.get("outcome", "")
    rows = [row for row in plan.rows if not outcome or row.outcome.name == outcome]
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("p"))
    return {"outcome": outcome, "page": page}


def import_rows(
    request: HttpRequest,
    kind: UploadKind,
    upload: SpreadsheetUpload,
    sheet: Sheet,
    plan: ImportPlan,
) -> HttpResponse:
    """Import the rows now, or have a job do it if there are many. Raises ImportRunning."""
    form = ImportForm(request.POST)
    form.is_valid()
    upload.choices = {
        "is_published": form.cleaned_data["is_published"],
        "previewed": form.cleaned_data.get("previewed"),
    }
    if plan.change_count > MOST_AT_ONCE:
        queue_upload(upload)
        return redirect(address_of("preview", kind, upload.pk))
    plan, run = carry_out_upload(upload, sheet)
    upload.delete()
    shown = [row for row in plan.rows if row.outcome != Outcome.UNCHANGED]
    asks = kind.model is Resource and may_publish(request.user)
    offers = offers_for(plan.entry_ids) if asks else []
    context = {
        "title": f"Imported {upload.file_name}",
        "plan": plan,
        "run": run,
        # Errors first: they need someone.
        "page": sorted(shown, key=lambda row: row.outcome != Outcome.FAILED)[:SHOWN],
        "offers": [
            [(entry, form_address(entry)) for entry in (offer.first, offer.second)]
            for offer in offers
        ],
    }
    return show(request, kind, "result", context)


def show_progress(
    request: HttpRequest, kind: UploadKind, upload: SpreadsheetUpload
) -> HttpResponse:
    """Show how far a job is with an import, or what came of it."""
    run = upload.run
    totals = run.totals.get(kind.name.capitalize(), {}) if run else {}
    context = {
        "title": f"{'Imported' if run else 'Importing'} {upload.file_name}",
        "upload": upload,
        "run": run,
        "totals": totals.items(),
        "findings": run.findings.order_by("-is_failure", "pk")[:SHOWN] if run else [],
    }
    return show(request, kind, "progress", context)


def show(request: HttpRequest, kind: UploadKind, template: str, context: dict) -> HttpResponse:
    return TemplateResponse(
        request,
        f"admin/imports/{template}.html",
        {
            **admin.site.each_context(request),
            "opts": kind.model._meta,
            "kind": kind,
            "plural": kind.name,
            "import_url": address_of("import", kind),
            "template_url": address_of("template", kind),
            "list_url": reverse(
                f"admin:{kind.model._meta.label_lower.replace('.', '_')}_changelist"
            ),
            "change_url_name": f"admin:{kind.model._meta.label_lower.replace('.', '_')}_change",
            "may_publish": may_publish(request.user),
            "may_see_report": request.user.has_perm("imports.view_importrun"),
            **context,
        },
    )

"""The staff pages for importing an event’s people: who attended, and who registered elsewhere."""

from collections import Counter

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from content.media.files import base_name
from events.staff.base import EventStaffMixin
from imports.exceptions import UnreadableFile
from imports.forms import ColumnsForm, read_columns
from imports.models import ColumnMatch, ImportedConsent, SpreadsheetUpload
from imports.registrants.columns import REGISTRANTS
from imports.registrants.importer import PersonRow, dates_in, import_people
from imports.reports import Outcome
from imports.spreadsheets import MAX_BYTES, ColumnNames, Sheet, read_spreadsheet
from imports.spreadsheets import messages as sentences
from imports.spreadsheets.dates import announce_order, find_order

SHOWN = 500
UPLOAD_GONE = (
    "That list is no longer here: it was imported, or uploaded more than a day ago. Choose it "
    "again. Nothing changes twice."
)


def known_columns() -> ColumnNames:
    return REGISTRANTS.with_matches(ColumnMatch.objects.of_kind(REGISTRANTS.kind))


def read_people_file(content: bytes) -> Sheet:
    """Raises UnreadableFile."""
    return read_spreadsheet(content, known_columns())


class PeopleForm(forms.Form):
    """A list of people, stored until it is imported, even if someone has to match its columns."""

    needs_matching = False

    file = forms.FileField(
        label="List of people",
        allow_empty_file=True,
        help_text="CSV or XLSX: Zoom’s registration or attendance report, Eventbrite’s list of "
        "attendees, or any list with a column of email addresses.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"required": "Choose a list first."},
    )
    registers = forms.BooleanField(
        label="Register people who aren’t registered here",
        required=False,
        help_text="Otherwise only attendance is marked. No one is emailed.",
    )
    consent_source = forms.CharField(
        label="Where they consented",
        required=False,
        max_length=ImportedConsent._meta.get_field("source").max_length,
        help_text="How these people agreed that we keep their addresses: “Zoom registration form, "
        "July 2021,” for example. It is kept with each registration.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            if file.size > MAX_BYTES:
                raise UnreadableFile(sentences.TOO_LARGE)
            self.content = file.read()
            read_people_file(self.content)
        except sentences.ColumnsMissing:
            self.needs_matching = True
        except UnreadableFile as error:
            raise ValidationError(str(error)) from error
        return file

    def clean(self) -> dict:
        values = super().clean() or {}
        if values.get("registers") and not values.get("consent_source", "").strip():
            self.add_error(
                "consent_source", "Enter where these people consented before you register them."
            )
        return values

    def save(self, *, event_id: int, by) -> SpreadsheetUpload:
        values = self.cleaned_data
        consent_source = values["consent_source"].strip() if values["registers"] else ""
        return SpreadsheetUpload.objects.create(
            kind=REGISTRANTS.kind,
            file_name=base_name(values["file"].name),
            content=self.content,
            choices={"event": event_id, "consent_source": consent_source},
            created_by=by,
        )


class PeopleImportMixin(EventStaffMixin):
    permission_required = ["events.add_registration", "events.change_registration"]
    title = "Import people"

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            list_url=self.link_to("registrations"), import_url=self.address_of("import"), **kwargs
        )

    def address_of(self, page: str, *arguments) -> str:
        return reverse(f"imports:people-{page}", args=[self.event.pk, *arguments])


class ChoosePeopleView(PeopleImportMixin, FormView):
    """Choose a list of people."""

    template_name = "admin/imports/people.html"
    form_class = PeopleForm

    def form_valid(self, form: PeopleForm) -> HttpResponse:
        upload = form.save(event_id=self.event.pk, by=self.request.user)
        page = "columns" if form.needs_matching else "preview"
        return HttpResponseRedirect(self.address_of(page, upload.pk))


class UploadedPeopleView(PeopleImportMixin, TemplateView):
    """A page about a list that this user chose for this event."""

    def dispatch(self, request: HttpRequest, *args, upload_id: int, **kwargs) -> HttpResponse:
        self.upload_id = upload_id
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        uploads = SpreadsheetUpload.objects.filter(
            kind=REGISTRANTS.kind, created_by=request.user, choices__event=self.event.pk
        )
        upload = uploads.filter(pk=self.upload_id).first()
        if upload is None:
            messages.warning(request, UPLOAD_GONE)
            return HttpResponseRedirect(self.address_of("import"))
        return self.show(request, upload)

    # What a POST does is up to `show`.
    post = get

    def show(self, request: HttpRequest, upload: SpreadsheetUpload) -> HttpResponse:
        raise NotImplementedError


class PreviewPeopleView(UploadedPeopleView):
    """Show what would become of each person. A POST does it."""

    template_name = "admin/imports/people_preview.html"

    def show(self, request: HttpRequest, upload: SpreadsheetUpload) -> HttpResponse:
        is_trial = request.method != "POST"
        try:
            sheet = read_people_file(bytes(upload.content))
        except sentences.ColumnsMissing:
            # Someone has changed what a column means since this was uploaded.
            return HttpResponseRedirect(self.address_of("columns", upload.pk))
        people = import_people(
            event=self.event,
            sheet=sheet,
            consent_source=upload.choices["consent_source"],
            is_trial=is_trial,
            by=request.user,
        )
        if not is_trial:
            upload.delete()
        counts = Counter(person.outcome for person in people)
        listed = sorted(filter(says_something, people), key=is_no_failure)
        context = self.get_context_data(
            people=listed[:SHOWN],
            more=max(len(listed) - SHOWN, 0),
            counts=[(outcome, counts[outcome]) for outcome in Outcome if counts[outcome]],
            changed=counts[Outcome.NEW] + counts[Outcome.UPDATED],
            notices=[*sheet.notices, *announce_order(find_order(dates_in(sheet)))],
            unknown=sheet.unknown,
            columns_url=self.address_of("columns", upload.pk) if is_trial else "",
        )
        return self.render_to_response(context)


class PeopleColumnsView(UploadedPeopleView):
    """Ask what each column means. The answers are remembered for the next list."""

    template_name = "admin/imports/people_columns.html"

    def show(self, request: HttpRequest, upload: SpreadsheetUpload) -> HttpResponse:
        content = bytes(upload.content)
        found = read_columns(lambda: read_people_file(content))
        form = ColumnsForm(request.POST or None, names=known_columns(), columns=found)
        if form.is_valid() or not found.headings:
            if form.is_bound:
                form.save()
            return HttpResponseRedirect(self.address_of("preview", upload.pk))
        reason = "" if form.is_bound else found.problem
        return self.render_to_response(self.get_context_data(form=form, reason=reason))


def says_something(person: PersonRow) -> bool:
    return person.outcome != Outcome.UNCHANGED or bool(person.reason or person.notes)


def is_no_failure(person: PersonRow) -> bool:
    return person.outcome != Outcome.FAILED


choose_people = ChoosePeopleView.as_view()
preview_people = PreviewPeopleView.as_view()
match_people_columns = PeopleColumnsView.as_view()

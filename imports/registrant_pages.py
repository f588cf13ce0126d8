"""The staff page for importing an event’s people: who attended, and who registered elsewhere."""

from collections import Counter

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.generic import FormView

from content.media.files import base_name
from events.staff.base import EventStaffMixin
from imports.exceptions import UnreadableFile
from imports.models import ColumnMatch, ImportedConsent, SpreadsheetUpload
from imports.registrants.columns import REGISTRANTS
from imports.registrants.importer import PersonRow, import_people
from imports.reports import Outcome
from imports.spreadsheets import MAX_BYTES, Sheet, read_spreadsheet
from imports.spreadsheets import messages as sentences

SHOWN = 500
UPLOAD_GONE = (
    "That list is no longer here: it was imported, or uploaded more than a day ago. Choose it "
    "again. Nothing changes twice."
)


def read_people_file(content: bytes) -> Sheet:
    """Raises UnreadableFile."""
    names = REGISTRANTS.with_matches(ColumnMatch.objects.of_kind(REGISTRANTS.kind))
    return read_spreadsheet(content, names)


class PeopleForm(forms.Form):
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


class ImportPeopleView(EventStaffMixin, FormView):
    """Upload a list, see what would become of each person, and confirm it."""

    permission_required = ["events.add_registration", "events.change_registration"]
    title = "Import people"
    template_name = "admin/imports/people.html"
    form_class = PeopleForm

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        number = request.POST.get("upload", "")
        if not number:
            return super().post(request, *args, **kwargs)
        uploads = SpreadsheetUpload.objects.filter(
            kind=REGISTRANTS.kind, created_by=request.user, choices__event=self.event.pk
        )
        is_number = number.isascii() and number.isdecimal() and len(number) < 19
        upload = uploads.filter(pk=number).first() if is_number else None
        if upload is None:
            messages.warning(request, UPLOAD_GONE)
            return HttpResponseRedirect(request.path)
        return self.show_people(upload, is_trial=False)

    def form_valid(self, form: PeopleForm) -> HttpResponse:
        upload = form.save(event_id=self.event.pk, by=self.request.user)
        return self.show_people(upload, is_trial=True)

    def show_people(self, upload: SpreadsheetUpload, *, is_trial: bool) -> HttpResponse:
        """Show what becomes of each person; a trial only shows it."""
        sheet = read_people_file(bytes(upload.content))
        people = import_people(
            event=self.event,
            sheet=sheet,
            consent_source=upload.choices["consent_source"],
            is_trial=is_trial,
            by=self.request.user,
        )
        if not is_trial:
            upload.delete()
        counts = Counter(person.outcome for person in people)
        listed = sorted(filter(says_something, people), key=is_no_failure)
        context = self.get_context_data(
            form=PeopleForm(),
            people=listed[:SHOWN],
            more=max(len(listed) - SHOWN, 0),
            counts=[(outcome, counts[outcome]) for outcome in Outcome if counts[outcome]],
            changed=counts[Outcome.NEW] + counts[Outcome.UPDATED],
            notices=sheet.notices,
            unknown=sheet.unknown,
            upload=upload if is_trial else None,
            is_shown=True,
        )
        return self.render_to_response(context)

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "has_begun": self.event.starts_at <= timezone.now(),
            "list_url": self.link_to("registrations"),
        }


def says_something(person: PersonRow) -> bool:
    return person.outcome != Outcome.UNCHANGED or bool(person.reason or person.notes)


def is_no_failure(person: PersonRow) -> bool:
    return person.outcome != Outcome.FAILED

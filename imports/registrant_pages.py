"""The staff page for importing an event’s people: who attended, and who registered elsewhere."""

from collections import Counter

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.views.generic import FormView

from events.staff.base import EventStaffMixin
from imports.exceptions import UnreadableFile
from imports.models import ColumnMatch, ImportedConsent
from imports.registrants.columns import REGISTRANTS
from imports.registrants.importer import import_people
from imports.reports import Outcome
from imports.spreadsheets import MAX_BYTES, messages, read_spreadsheet

SHOWN = 500


class PeopleForm(forms.Form):
    file = forms.FileField(
        label="List of people",
        allow_empty_file=True,
        help_text="CSV or XLSX: Zoom’s registration or attendance report, Eventbrite’s list of "
        "attendees, or any list with a column of email addresses.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
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
    is_trial = forms.BooleanField(label="Only show what would happen", required=False)

    def clean_file(self):
        file = self.cleaned_data["file"]
        names = REGISTRANTS.with_matches(ColumnMatch.objects.of_kind(REGISTRANTS.kind))
        try:
            if file.size > MAX_BYTES:
                raise UnreadableFile(messages.TOO_LARGE)
            self.sheet = read_spreadsheet(file.read(), names)
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


class ImportPeopleView(EventStaffMixin, FormView):
    permission_required = ["events.add_registration", "events.change_registration"]
    title = "Import people"
    template_name = "admin/imports/people.html"
    form_class = PeopleForm

    def form_valid(self, form: PeopleForm) -> HttpResponse:
        values = form.cleaned_data
        people = import_people(
            event=self.event,
            sheet=form.sheet,
            consent_source=values["consent_source"].strip() if values["registers"] else "",
            is_trial=values["is_trial"],
            by=self.request.user,
        )
        counts = Counter(person.outcome for person in people)
        listed = [person for person in people if person.outcome != Outcome.UNCHANGED]
        listed.sort(key=lambda person: person.outcome != Outcome.FAILED)
        context = self.get_context_data(
            form=form,
            people=listed[:SHOWN],
            more=max(len(listed) - SHOWN, 0),
            counts=[(outcome, counts[outcome]) for outcome in Outcome if counts[outcome]],
            notices=form.sheet.notices,
            is_trial=values["is_trial"],
            is_done=True,
        )
        return self.render_to_response(context)

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "has_begun": self.event.starts_at <= timezone.now(),
            "list_url": self.link_to("registrations"),
        }

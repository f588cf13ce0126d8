from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from content.exceptions import DocumentRefused
from content.media.documents import add_document
from content.models import Document
from events.exceptions import EventError, RecordingShown
from events.forms.recordings import RecordingForm
from events.models import Event, Recording
from events.services.publishing_check import check_recording
from events.services.recordings import (
    check_publishable,
    count_to_tell,
    publish_recording,
    save_recording,
    withdraw_recording,
)


class RecordingPage:
    """The page on which an event's recording is prepared, shown and withdrawn."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.recording_view)
        return [
            path("<int:pk>/recording/", view, name=self.url_name("recording")),
            *super().get_urls(),
        ]

    def links_of(self, event) -> list[tuple[str, str]]:
        return [*super().links_of(event), ("Recording", self.link_to("recording", event.pk))]

    @transaction.atomic
    def recording_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.find_event(request, pk, to_change=True)
        recording = Recording.objects.filter(event=event).select_related("slides").first()
        if request.method == "POST" and "do" in request.POST:
            return self.show_or_withdraw(request, event)
        form = RecordingForm(
            request.POST or None,
            request.FILES or None,
            instance=recording or Recording(event=event),
        )
        if request.method == "POST" and form.is_valid() and self.keep(request, event, form):
            return self.done(request, self.link_to("recording", pk), "The recording is saved.")
        return self.show_page(
            request,
            event,
            "recording.html",
            title="Recording",
            form=form,
            recording=recording,
            findings=list(check_recording(recording)) if recording else [],
            hindrance=hindrance(event, recording),
            passages=list(recording.passages.order_by("position")) if recording else [],
            people=count_to_tell(event=event),
        )

    def keep(self, request: HttpRequest, event: Event, form: RecordingForm) -> bool:
        """Save a valid form, or say on it why that was not possible."""
        cleaned = form.cleaned_data
        try:
            save_recording(
                event=event,
                video_url=cleaned["video_url"],
                slides=self.find_slides(request, event, form),
                chapters=cleaned["chapters"],
                transcript=cleaned["transcript"],
                by=request.user,
            )
        except DocumentRefused as error:
            form.add_error("slides_file", str(error))
        except RecordingShown as error:
            form.add_error(None, str(error))
        return form.is_valid()

    def find_slides(self, request, event: Event, form: RecordingForm) -> Document | None:
        upload = form.cleaned_data.get("slides_file")
        if upload:
            title = f"Slides: {event.heading}"[:300]
            return add_document(file=upload, name=upload.name, title=title, by=request.user)
        return None if form.cleaned_data.get("removes_slides") else form.instance.slides

    def show_or_withdraw(self, request: HttpRequest, event: Event) -> HttpResponse:
        address = self.link_to("recording", event.pk)
        if request.POST["do"] == "withdraw":
            withdraw_recording(event=event, by=request.user)
            return self.done(request, address, "The recording is off the page.")
        try:
            told = publish_recording(event=event, by=request.user)
        except EventError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(address)
        people = "nobody new is" if told == 0 else f"{told} people are"
        people = "one person is" if told == 1 else people
        return self.done(
            request, address, f"The recording is on the page, and {people} told of it."
        )


def hindrance(event: Event, recording: Recording | None) -> str:
    """Return why the recording cannot be published now, in words, or nothing."""
    try:
        check_publishable(event=event, recording=recording)
    except EventError as error:
        return str(error)
    return ""

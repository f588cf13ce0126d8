from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import FormView

from content.exceptions import FileRefused
from content.media.documents import add_document
from content.models import Document
from events import policy
from events.exceptions import EventError, RecordingWouldBeEmpty
from events.forms.recordings import RecordingForm
from events.models import Event, Recording
from events.services.publishing_check import check_recording
from events.services.recordings import (
    count_people_to_tell,
    publish_recording,
    save_recording,
    unpublish_recording,
)
from events.staff.base import EventStaffMixin, count_people


@method_decorator(transaction.atomic, name="dispatch")
class RecordingView(EventStaffMixin, FormView):
    """An event's recording: prepared, published, and unpublished."""

    must_change_event = True
    title = "Recording"
    template_name = "admin/events/recording.html"
    form_class = RecordingForm

    def get_event(self, pk: int) -> Event:
        event = super().get_event(pk)
        recordings = Recording.objects.filter(event=event)
        self.recording = recordings.select_related("slides", "file").first()
        return event

    def get_form_kwargs(self) -> dict:
        instance = self.recording or Recording(event=self.event)
        return {**super().get_form_kwargs(), "instance": instance}

    def get_context_data(self, **kwargs) -> dict:
        recording = self.recording
        return super().get_context_data(
            recording=recording,
            findings=list(check_recording(recording)) if recording else [],
            obstacle=find_obstacle(self.event, recording),
            passages=list(recording.passages.order_by("position")) if recording else [],
            people=count_people_to_tell(event=self.event),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "do" in request.POST:
            return self.publish_or_unpublish()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: RecordingForm) -> HttpResponse:
        cleaned = form.cleaned_data
        try:
            save_recording(
                event=self.event,
                video_url=cleaned["video_url"],
                file=None if cleaned.get("removes_file") else form.instance.file,
                slides=self.find_slides(form),
                chapters=cleaned["chapters"],
                transcript=cleaned["transcript"],
                seconds=cleaned["length"],
                by=self.request.user,
            )
        except FileRefused as error:
            form.add_error("slides_file", str(error))
        except RecordingWouldBeEmpty as error:
            form.add_error(None, str(error))
        if form.errors:
            return self.form_invalid(form)
        return self.succeed(self.link_to("recording"), "The recording has been saved.")

    def find_slides(self, form: RecordingForm) -> Document | None:
        upload = form.cleaned_data.get("slides_file")
        if upload:
            title = f"Slides: {self.event.heading}"[:300]
            return add_document(file=upload, name=upload.name, title=title, by=self.request.user)
        return None if form.cleaned_data.get("removes_slides") else form.instance.slides

    def publish_or_unpublish(self) -> HttpResponse:
        address, user = self.link_to("recording"), self.request.user
        if self.request.POST["do"] == "unpublish":
            unpublish_recording(event=self.event, by=user)
            return self.succeed(address, "The recording is no longer published.")
        try:
            count = publish_recording(event=self.event, by=user)
        except EventError as error:
            return self.fail(address, str(error))
        emails = (
            f"We’re emailing {count_people(count)}." if count else "No one new will be emailed."
        )
        return self.succeed(address, f"The recording is published. {emails}")


def find_obstacle(event: Event, recording: Recording | None) -> str:
    """Return why the recording can't be published now, or ""."""
    try:
        policy.check_can_publish_recording(event, recording, at=timezone.now())
    except EventError as error:
        return str(error)
    return ""

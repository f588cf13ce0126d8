from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.generic import View

from content.activity import record
from content.models import Activity
from events.services.exports import stream_csv, write_xlsx
from events.staff.base import EventStaffMixin

FORMATS = {"csv": "CSV", "xlsx": "Excel"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportView(EventStaffMixin, View):
    """An event's registrations as a spreadsheet file."""

    permission_required = ["events.view_registration"]

    def get(self, request: HttpRequest, kind: str, **kwargs) -> HttpResponse:
        match kind:
            case "csv":
                content_type = "text/csv; charset=utf-8"
                response = StreamingHttpResponse(stream_csv(self.event), content_type=content_type)
            case "xlsx":
                response = HttpResponse(write_xlsx(self.event), content_type=XLSX)
            case _:
                raise Http404("There is no such file.")
        what = f"Registrations downloaded ({FORMATS[kind]})"
        record(Activity.Matter.EXPORT, what, by=request.user, about=self.event)
        today = timezone.localdate()
        name = f"registrations-{self.event.slug[:80]}-{today:%Y-%m-%d}.{kind}"
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response

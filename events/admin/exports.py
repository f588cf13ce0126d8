from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header

from events.models import Event
from events.services.exports import stream_csv, write_xlsx

KINDS = ["csv", "xlsx"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Exports:
    """An event's registrations as a file for spreadsheets."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.export_view)
        return [
            path("<int:pk>/registrations/export/<str:kind>/", view, name=self.url_name("export")),
            *super().get_urls(),
        ]

    def export_links_of(self, event: Event) -> list[tuple[str, str]]:
        return [(f"As {kind.upper()}", self.link_to("export", event.pk, kind)) for kind in KINDS]

    def export_view(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        self.check_registrations(request)
        event = self.find_event(request, pk)
        match kind:
            case "csv":
                content_type = "text/csv; charset=utf-8"
                response = StreamingHttpResponse(stream_csv(event), content_type=content_type)
            case "xlsx":
                response = HttpResponse(write_xlsx(event), content_type=XLSX)
            case _:
                raise Http404("There is no such file.")
        today = timezone.localdate()
        name = f"registrations-{event.slug[:80]}-{today:%Y-%m-%d}.{kind}"
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response

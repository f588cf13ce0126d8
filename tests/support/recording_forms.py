"""Staff's page for preparing a recording."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from events.models import Event
from tests.support.event_pages import clean_text
from tests.support.recordings import VIDEO


def address(event: Event) -> str:
    return reverse("admin:events_event_recording", args=[event.pk])


def read(response):
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def send(staff, event: Event, **fields):
    """Submit the form with CRLF line ends, as browsers do; return the resulting page."""
    data = {"video_url": VIDEO, "chapters": "", "transcript": "", **fields}
    data = {
        name: value.replace("\n", "\r\n") if isinstance(value, str) else value
        for name, value in data.items()
    }
    return read(staff.post(address(event), data, follow=True))


def errors(page) -> dict[str, str]:
    # Without the hidden “Error:”.
    shown = {
        field.xpath(".//input | .//textarea")[0].get("name"): clean_text(field.find("ul"))
        for field in page.find_class("field")
        if field.find("ul") is not None
    }
    return {name: error.removeprefix("Error: ") for name, error in shown.items()}


def areas(page) -> dict[str, str]:
    return {
        area.get("name"): (area.text or "").strip().replace("\r\n", "\n")
        for area in page.iter("textarea")
    }


def messages(page) -> list[str]:
    return [clean_text(each) for each in page.xpath("//ul[@class='messagelist']/li")]


def buttons(page) -> list[str]:
    return [clean_text(each) for each in page.xpath("//main//form//button")]


def publishing(page) -> list[str]:
    """Return what the page says above the button that publishes or withdraws."""
    section = page.xpath("//section[@aria-labelledby='publish-heading']")[0]
    return [clean_text(each) for each in section.xpath(".//li | ./p")]


def file(name: str, content: bytes | str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)

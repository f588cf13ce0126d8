"""Staff's pages for an event."""

from django.urls import reverse
from lxml.html import HtmlElement, fromstring


def address(name: str, *arguments) -> str:
    return reverse(f"admin:events_event_{name}", args=arguments)


def page(response) -> HtmlElement:
    return fromstring(response.content.decode())


def names(response) -> list[str]:
    rows = page(response).xpath("//table[contains(@class, 'registrations')]/tbody/tr/th/a")
    return [row.text_content() for row in rows]


def messages_in(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def texts(elements) -> list[str]:
    """Return each element's text with single spaces."""
    return [" ".join(element.text_content().split()) for element in elements]

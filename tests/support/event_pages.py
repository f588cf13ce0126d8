"""What the public pages of events say."""

from datetime import datetime

from lxml import html

from events.models import Event
from events.times import format_moment


def clean_text(element) -> str:
    """Return an element's text without the word joiners that prevent line breaks."""
    return " ".join(element.text_content().replace("\N{WORD JOINER}", "").split())


def open_page(client, path: str):
    response = client.get(path)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def open_event(client, event: Event):
    return open_page(client, event.get_absolute_url())


def status_texts(page) -> list[str]:
    """Return what the page says about the event's state: the notices, then the actions."""
    return [
        clean_text(element)
        for element in page.xpath(
            "//header//*[contains(@class, 'notice')] | //div[@class='cancellation'] | "
            "//div[@class='event-actions']/p[not(contains(@class, 'event-next'))]"
        )
    ]


def button(page) -> list[tuple[str, str]]:
    return [
        (clean_text(link), link.get("href")) for link in page.xpath("//aside//a[@class='button']")
    ]


def facts(page) -> dict[str, str]:
    rows = page.xpath("//dl[@class='event-facts']/div")
    return {clean_text(row.find("dt")): clean_text(row.find("dd")) for row in rows}


def calendar_links(page) -> dict[str, str]:
    links = page.xpath("//div[@class='calendars']//a")
    return {clean_text(link): link.get("href") for link in links}


def calendars(page) -> list[str]:
    return list(calendar_links(page))


def format_local(event: Event, moment: datetime) -> str:
    return format_moment(moment.astimezone(event.zone))


def titles(page) -> list[str]:
    return [clean_text(title) for title in page.iter("h3")]


def links(page, path: str) -> dict[str, str]:
    return {clean_text(link): link.get("href") for link in page.xpath(path)}

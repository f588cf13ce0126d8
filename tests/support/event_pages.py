"""What the public pages of events say."""

from datetime import datetime

from lxml import html

from events.models import Event
from events.times import format_moment


def tidy(element) -> str:
    """Return an element's text without the word joiners that prevent line breaks."""
    return " ".join(element.text_content().replace("\N{WORD JOINER}", "").split())


def open_page(client, path: str):
    response = client.get(path)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def look_at(client, event: Event):
    return open_page(client, event.get_absolute_url())


def said(page) -> list[str]:
    """Return what the page says about the event's state: the notice, then the actions."""
    return [
        tidy(element)
        for element in page.xpath(
            "//header//*[contains(@class, 'notice')] | //div[@class='event-ways']/p"
        )
    ]


def button(page) -> list[tuple[str, str]]:
    return [(tidy(link), link.get("href")) for link in page.xpath("//aside//a[@class='button']")]


def facts(page) -> dict[str, str]:
    rows = page.xpath("//dl[@class='event-facts']/div")
    return {tidy(row.find("dt")): tidy(row.find("dd")) for row in rows}


def calendar_links(page) -> dict[str, str]:
    links = page.xpath("//div[@class='event-calendars']//a")
    return {tidy(link): link.get("href") for link in links}


def calendars(page) -> list[str]:
    return list(calendar_links(page))


def words(event: Event, moment: datetime) -> str:
    return format_moment(moment.astimezone(event.zone))


def titles(page) -> list[str]:
    return [tidy(title) for title in page.iter("h3")]


def links(page, path: str) -> dict[str, str]:
    return {tidy(link): link.get("href") for link in page.xpath(path)}

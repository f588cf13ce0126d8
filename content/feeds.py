"""RSS 2.0 and JSON Feed 1.1 for any listing, with the full text of its newest entries."""

import re

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.html import format_html

from content.date_lines import format_date_line
from content.markdown import absolute_links
from content.media.file_types import file_type_of
from content.models import Image
from content.paths import absolute
from content.site import site_name

SIZE = 20
# Not allowed in XML 1.0, not even escaped. https://www.w3.org/TR/xml/#charsets
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class EntryFeed(Rss201rev2Feed):
    """RSS with a dc:creator for each author and the text in content:encoded."""

    def rss_attributes(self) -> dict:
        return {
            **super().rss_attributes(),
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        }

    def add_root_elements(self, handler) -> None:
        super().add_root_elements(handler)
        if settings.WEBSUB_HUB:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": settings.WEBSUB_HUB})

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item)
        for name in item["creators"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("content:encoded", item["content"])
        if item["image"]:
            add_image(handler, item["image"])


def add_image(handler, image: Image) -> None:
    """Add an entry's lead image. An enclosure would need to know the size of the file."""
    attributes = {
        "url": absolute(image.url),
        "medium": "image",
        "type": file_type_of(image.url).content_type,
        "width": str(image.width),
        "height": str(image.height),
    }
    handler.startElement("media:content", attributes)
    if image.alt:
        handler.addQuickElement("media:description", xml_text(image.alt), {"type": "plain"})
    if image.credit:
        handler.addQuickElement("media:credit", xml_text(image.credit))
    handler.endElement("media:content")


def rss(listing) -> HttpResponse:
    entries = newest(listing)
    feed = EntryFeed(
        title=xml_text(feed_title(listing)),
        link=absolute(listing.address),
        description=xml_text(listing.description),
        feed_url=absolute(listing.feed_url),
        language=settings.LANGUAGE_CODE,
    )
    for entry in entries:
        address = absolute(entry.get_absolute_url())
        feed.add_item(
            title=xml_text(entry.heading),
            link=address,
            description=xml_text(entry.description),
            unique_id=xml_text(entry.guid),
            unique_id_is_permalink=False,
            pubdate=entry.published_at,
            updateddate=entry.modified_at,
            categories=[xml_text(name) for name in categories_of(entry)],
            creators=[xml_text(maker["name"]) for maker in makers_of(entry)],
            content=xml_text(content_of(entry, address)),
            image=entry.lead_image,
        )
    response = HttpResponse(
        feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8"
    )
    return announced(checked_by_etag(response), listing.feed_url)


def xml_text(text: str) -> str:
    return NOT_XML.sub("", text)


def json_feed(listing) -> JsonResponse:
    entries = newest(listing)
    hub = settings.WEBSUB_HUB
    response = JsonResponse(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed_title(listing),
            "home_page_url": absolute(listing.address),
            "feed_url": absolute(listing.json_feed_url),
            "description": listing.description,
            "language": settings.LANGUAGE_CODE,
            **({"hubs": [{"type": "WebSub", "url": hub}]} if hub else {}),
            "items": [json_item(entry) for entry in entries],
        },
        content_type="application/feed+json",
    )
    return announced(checked_by_etag(response), listing.json_feed_url)


def json_item(entry) -> dict:
    address = absolute(entry.get_absolute_url())
    item = {
        "id": entry.guid,
        "url": address,
        "title": entry.heading,
        "content_html": content_of(entry, address),
        "summary": entry.description,
        "date_published": entry.published_at.isoformat(),
        "date_modified": entry.modified_at.isoformat(),
        "authors": makers_of(entry),
        "tags": categories_of(entry),
    }
    if entry.lead_image:
        item["image"] = absolute(entry.lead_image.url)
    return item


def content_of(entry, address: str) -> str:
    """Return an entry's text, preceded by its date line if it has one."""
    text = absolute_links(entry.body_html, address)
    if not entry.date_line:
        return text
    return format_html("<p><strong>{}</strong></p>", format_date_line(entry)) + text


def makers_of(entry) -> list[dict[str, str]]:
    """Return who made an entry, as JSON Feed names them."""
    if entry.maker_line:
        return [{"name": entry.maker_line}]
    people = entry.authors or entry.presenters
    return [{"name": each.name, "url": absolute(each.get_absolute_url())} for each in people]


def categories_of(entry) -> list[str]:
    return [term.name for term in (*entry.labels.topics, *entry.labels.tags)]


def newest(listing) -> list:
    return list(listing.entries.as_feed_items().newest_first()[:SIZE])


def feed_title(listing) -> str:
    if listing.title == site_name():
        return listing.title
    return f"{listing.title} · {site_name()}"


def announced(response: HttpResponse, path: str) -> HttpResponse:
    """Name the WebSub hub in the header, too, where hubs and readers look first."""
    if settings.WEBSUB_HUB:
        response["Link"] = f'<{settings.WEBSUB_HUB}>; rel="hub", <{absolute(path)}>; rel="self"'
    return response


def checked_by_etag(response: HttpResponse) -> HttpResponse:
    """Let readers ask whether a feed has changed, by the ETag that ConditionalGetMiddleware adds.

    There is no Last-Modified: a renamed person or tag, or an entry that is gone, leaves no date.
    """
    patch_cache_control(response, public=True, max_age=0, s_maxage=1)
    return response

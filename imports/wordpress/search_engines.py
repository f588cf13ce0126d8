"""Take over what a plug-in for search engines says of a post, where our fields are empty."""

from imports.values import shorten
from imports.wordpress.attachments import Attachments, FileReference
from imports.wordpress.converted import ConvertedItem
from imports.wordpress.export import ExportItem, ExportSite
from imports.wordpress.file_addresses import host_of
from imports.wordpress.media import MediaImport
from imports.wordpress.seo import SearchEngineFields, read_search_engine_fields
from imports.wordpress.terms import Terms

MISSING_CARD_IMAGES = "Card images that are still on the old site"
LENGTHS = {"search_title": 200, "search_description": 300}
LONGEST_CANONICAL = 500


def apply_search_engine_fields(
    converted: ConvertedItem,
    item: ExportItem,
    *,
    kind: str,
    site: ExportSite,
    media: MediaImport,
    terms: Terms,
) -> None:
    found = read_search_engine_fields(item, site_title=site.title)
    converted.unused_keys |= found.others
    converted.used_keys -= found.others.keys()
    for name, source in (("search_title", "title"), ("search_description", "description")):
        value = found.values.get(source, "")
        converted.fields[name] = shorten(value, LENGTHS[name])
        if value:
            converted.used_keys.add(found.keys[source])
        if len(value) > LENGTHS[name]:
            converted.attention.append(
                f"Its {source} for search engines was too long and was cut off: {value}"
            )
    apply_canonical(converted, found, kind=kind, site=site)
    apply_card_image(converted, found, site=site, media=media, title=item.title)
    if number := found.values.get("primary_category"):
        topic = terms.find_numbered_topic(site.url, number)
        key = found.keys["primary_category"]
        if topic is not None and topic in converted.topics:
            converted.used_keys.add(key)
        else:
            converted.unused_keys[key] = "not one of its topics"


def apply_canonical(
    converted: ConvertedItem, found: SearchEngineFields, *, kind: str, site: ExportSite
) -> None:
    """An original elsewhere makes a post a cross-post."""
    if kind == "post":
        converted.fields["original_url"] = ""
    address = found.values.get("canonical")
    if not address:
        return
    key = found.keys["canonical"]
    if host_of(address) == host_of(site.url):
        converted.unused_keys[key] = "on the old site itself"
    elif kind != "post":
        converted.unused_keys[key] = "only posts have an original elsewhere"
        converted.attention.append(f"The old site named this address as the original: {address}")
    elif len(address) > LONGEST_CANONICAL:
        converted.unused_keys[key] = "too long"
        converted.attention.append(f"The address of its original is too long: {address}")
    else:
        converted.fields["original_url"] = address
        converted.used_keys.add(key)


def apply_card_image(
    converted: ConvertedItem,
    found: SearchEngineFields,
    *,
    site: ExportSite,
    media: MediaImport,
    title: str,
) -> None:
    """Lead with the card's image, if nothing leads yet."""
    keys = {found.keys[name] for name in ("image_id", "image") if name in found.keys}
    if not keys:
        return
    if converted.fields["lead_image"] is not None:
        converted.unused_keys |= dict.fromkeys(keys, "it has a lead image")
        return
    reference = read_card_image(found, site, media.attachments)
    address = reference.address if reference else ""
    image = media.find_image(address) if address else None
    if image is None:
        converted.unused_keys |= dict.fromkeys(keys, "the image is still on the old site")
        named = address or f"number {found.values.get('image_id')}, which isn’t in the export"
        converted.remark(MISSING_CARD_IMAGES, f"“{title}”: {named}")
        return
    converted.fields["lead_image"] = image
    converted.used_keys |= keys


def read_card_image(
    found: SearchEngineFields, site: ExportSite, attachments: Attachments
) -> FileReference | None:
    """Return the file that the card shows, if the export says which."""
    attachment = attachments.find_attachment(site.url, found.values.get("image_id", ""))
    if attachment is not None:
        return FileReference(attachment.image.url, attachment.image.alt)
    address = found.values.get("image", "")
    return FileReference(address) if address else None


def card_images_of(
    item: ExportItem, site: ExportSite, attachments: Attachments
) -> list[FileReference]:
    """Return what has to be imported before `apply_search_engine_fields`."""
    found = read_search_engine_fields(item, site_title=site.title)
    reference = read_card_image(found, site, attachments)
    return [reference] if reference else []

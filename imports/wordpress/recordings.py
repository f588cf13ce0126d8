"""The video or audio of an event, which becomes the file of its recording."""

import re
from urllib.parse import urlsplit

from django.utils import timezone

from content.models import Document, Entry
from events.exceptions import EventError
from events.models import Event, Recording
from events.services.recordings import publish_recording, save_recording
from imports.reports import ImportReport, Outcome
from imports.wordpress.attachments import FileReference
from imports.wordpress.export import ExportItem
from imports.wordpress.media import MediaImport
from imports.wordpress.related import RelatedItems

VIDEO = re.compile(r"\.(?:mp4|m4v|mov|webm|ogv|avi|wmv|mpe?g|mkv|3gp|flv)$", re.IGNORECASE)
AUDIO = re.compile(r"\.(?:mp3|m4a|m4b|aac|ogg|oga|wav|wma|flac|aiff?)$", re.IGNORECASE)
RECORDINGS = "Recordings that were added to events"
MORE_FILES = "More audio and video of events, which stay documents"
NOT_PUBLISHED = "Recordings that aren’t public yet"


def recording_references(
    item: ExportItem, site: str, *, media: MediaImport, related: RelatedItems
) -> list[FileReference]:
    """Return the audio and video that were uploaded for an event or are in its text.

    Video comes first.
    """
    uploaded = related.files_by_parent.get((site, item.post_id), [])
    references = [FileReference(attachment.attachment_url) for attachment in uploaded]
    references += media.attachments.addresses_in(site, item)
    paths = {each: urlsplit(each.address).path for each in references}
    return [each for kind in (VIDEO, AUDIO) for each, path in paths.items() if kind.search(path)]


def add_recording(
    event: Event,
    references: list[FileReference],
    *,
    media: MediaImport,
    outcome: Outcome,
    report: ImportReport,
) -> None:
    """Give an event that is over its recording, unless it has one. A new event’s is public at once.

    Later, an editor publishes it, because that tells everyone who had a seat.
    """
    urls = [url for each in references if (url := media.find_url(each.address))]
    documents = {each.file.url: each for each in Document.objects.with_urls(urls)}
    found = list(dict.fromkeys(documents[url] for url in urls if url in documents))
    is_over = event.over_at < timezone.now()
    if not found or not is_over or Recording.objects.filter(event=event).exists():
        return
    modified_at = event.modified_at
    save_recording(event=event, file=found[0])
    report.remark(RECORDINGS, f"“{event.heading}”: {found[0].original_name}", entry=event.pk)
    for other in found[1:]:
        report.remark(MORE_FILES, f"“{event.heading}”: {other.original_name}", entry=event.pk)
    if outcome == Outcome.NEW:
        try:
            publish_recording(event=event, by=None)
        except EventError as error:
            report.remark(NOT_PUBLISHED, f"“{event.heading}”: {error}", entry=event.pk)
    else:
        report.remark(NOT_PUBLISHED, f"“{event.heading}”", entry=event.pk)
    # Readers see when the event last changed on the old site.
    Entry.objects.filter(pk=event.pk).update(modified_at=modified_at)

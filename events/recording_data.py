"""A recording as schema.org structured data, for search engines."""

from content.markdown.embeds import Video
from content.paths import absolute
from events.models import Event, Recording


def describe_recording(
    event: Event, recording: Recording, *, video: Video | None, chapters
) -> dict:
    """Return a VideoObject with a Clip for each chapter, or {} without a video."""
    if not recording.video_url:
        return {}
    address = absolute(event.get_absolute_url())
    data = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": event.heading,
        "description": event.description,
        "uploadDate": recording.available_at.isoformat(),
        "url": address,
    }
    if video:
        data["embedUrl"] = video.player
    if event.lead_image:
        data["thumbnailUrl"] = absolute(event.lead_image.url)
    if chapters:
        data["hasPart"] = [clip(chapter, address) for chapter in chapters]
    return data


def clip(chapter, address: str) -> dict:
    data = {
        "@type": "Clip",
        "name": chapter.text,
        "startOffset": chapter.second,
        "url": f"{address}#chapter-{chapter.second}",
    }
    if chapter.end is not None and chapter.end > chapter.second:
        data["endOffset"] = chapter.end
    return data

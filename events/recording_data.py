"""A recording as schema.org structured data, for search engines."""

from django.templatetags.static import static

from content.markdown.embeds import Video
from content.paths import absolute
from events.models import Event, Recording


def describe_recording(
    event: Event, recording: Recording, *, video: Video | None, chapters
) -> dict:
    """Return a VideoObject with a Clip for each chapter, or {} without a video."""
    file = recording.file if recording.file and not recording.file.is_audio else None
    if not recording.video_url and not file:
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
    if recording.seconds:
        data["duration"] = f"PT{recording.seconds}S"
    if file:
        data["contentUrl"] = absolute(file.file.url)
    # Search engines require a picture. Without one of its own, the event's page has the site's.
    picture = event.lead_image.url if event.lead_image else static("img/share.png")
    data["thumbnailUrl"] = absolute(picture)
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

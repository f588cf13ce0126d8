"""What the recording of an event is to a citation."""

from content.citations.entries import people_of
from content.citations.works import Work
from content.models import Role
from content.paths import absolute
from content.site import site_name
from events.models import Event


def recording_work(event: Event) -> Work | None:
    """Return the recording, dated like the event, or None while there is none to see."""
    if event.public_recording is None:
        return None
    return Work(
        title=event.heading,
        kind="video",
        address=absolute(event.get_absolute_url()),
        authors=people_of(event, Role.PRESENTER) or people_of(event, Role.AUTHOR),
        container=site_name(),
        published=event.local_start.date(),
        medium="Webinar" if event.event_type == Event.Type.WEBINAR else "Video",
    )

"""This app's jobs, where the queue's worker finds them, and the ones that run on a schedule."""

from procrastinate.contrib.django import app

from events.services.deliveries import send_confirmation
from events.services.privacy import erase_old_registrations
from events.services.reminders import enqueue_reminders

__all__ = ["erase_old", "remind", "send_confirmation"]


@app.periodic(cron="* * * * *")
@app.task(name="events.remind", queueing_lock="events-remind", lock="events-remind")
def remind(timestamp: int) -> None:
    """Queue the reminders that are due."""
    enqueue_reminders()


@app.periodic(cron="47 8 * * *")
@app.task(name="events.erase_old", queueing_lock="events-erase-old")
def erase_old(timestamp: int) -> None:
    """Erase the personal details of people whose event ended long ago."""
    erase_old_registrations()

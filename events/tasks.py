"""This app's jobs, where the queue's worker finds them, and the ones that run on a schedule."""

from procrastinate.contrib.django import app

from events.services.deliveries import send_confirmation
from events.services.held_seats import release_seats
from events.services.reminders import enqueue_reminders

__all__ = ["release", "remind", "send_confirmation"]


@app.periodic(cron="* * * * *")
@app.task(name="events.remind", queueing_lock="events-remind", lock="events-remind")
def remind(timestamp: int) -> None:
    """Queue the reminders that are due."""
    enqueue_reminders()


@app.periodic(cron="* * * * *")
@app.task(name="events.release", queueing_lock="events-release", lock="events-release")
def release(timestamp: int) -> None:
    """Give up the seats that no one confirmed in time."""
    release_seats()

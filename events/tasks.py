"""The jobs of this app, for the queue's worker to find, and those that come by the clock."""

from procrastinate.contrib.django import app

from events.services.deliveries import send_deliveries, send_what_is_late
from events.services.limits import forget_attempts
from events.services.privacy import erase_old
from events.services.reminders import enqueue_reminders

__all__ = ["erase_old_registrations", "forget", "remind", "send_deliveries", "send_late"]


@app.periodic(cron="* * * * *")
@app.task(name="events.remind", queueing_lock="events-remind", lock="events-remind")
def remind(timestamp: int) -> None:
    """Remind everybody of the events for which it is time."""
    enqueue_reminders()


@app.periodic(cron="* * * * *")
@app.task(name="events.send_late", queueing_lock="events-send-late", lock="events-send-late")
def send_late(timestamp: int) -> None:
    """Send what failed before, and what a worker that died has left."""
    send_what_is_late()


@app.periodic(cron="7 * * * *")
@app.task(name="events.forget", queueing_lock="events-forget")
def forget(timestamp: int) -> None:
    """Forget who sent registration forms more than a day ago."""
    forget_attempts()


@app.periodic(cron="47 8 * * *")
@app.task(name="events.erase_old", queueing_lock="events-erase-old")
def erase_old_registrations(timestamp: int) -> None:
    """Delete the details of those whose event is long over."""
    erase_old()

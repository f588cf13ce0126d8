"""This app's jobs, where the queue's worker finds them."""

from procrastinate.contrib.django import app

from submissions.services.privacy import erase_old
from submissions.services.publishing import tell_about_published


@app.periodic(cron="* * * * *")
@app.task(name="submissions.tell_readers", queueing_lock="submissions-tell-readers")
def tell_readers(timestamp: int) -> None:
    """Email readers whose ideas became entries that are public by now."""
    tell_about_published()


@app.periodic(cron="52 8 * * *")
@app.task(name="submissions.erase_old", queueing_lock="submissions-erase-old")
def erase_old_submissions(timestamp: int) -> None:
    """Erase the personal details of what was done or declined long ago."""
    erase_old()

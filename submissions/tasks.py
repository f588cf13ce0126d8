"""This app's jobs, where the queue's worker finds them."""

from procrastinate.contrib.django import app

from submissions.services.publishing import tell_about_published


@app.periodic(cron="* * * * *")
@app.task(name="submissions.tell_readers", queueing_lock="submissions-tell-readers")
def tell_readers(timestamp: int) -> None:
    """Email readers whose ideas became entries that are public by now."""
    tell_about_published()

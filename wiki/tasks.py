"""The jobs of this app, for the queue's worker to find."""

from procrastinate.contrib.django import app

from wiki.services.pdf_texts import read_text
from wiki.services.resource_import import forget_uploads

__all__ = ["forget_spreadsheets", "read_text"]


@app.periodic(cron="37 8 * * *")
@app.task(name="wiki.forget_spreadsheets", queueing_lock="forget-spreadsheets")
def forget_spreadsheets(timestamp: int) -> None:
    """Remove the spreadsheets that somebody looked at and never brought in."""
    forget_uploads()

"""The app's jobs, where the queue's worker looks for them."""

from procrastinate.contrib.django import app

from imports.models import ResourceUpload


@app.periodic(cron="37 8 * * *")
@app.task(name="imports.forget_spreadsheets", queueing_lock="forget-spreadsheets")
def forget_spreadsheets(timestamp: int) -> None:
    """Delete spreadsheets that were previewed and never imported."""
    ResourceUpload.objects.stale().delete()

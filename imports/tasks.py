"""The app's jobs, where the queue's worker looks for them."""

from procrastinate.contrib.django import app

from imports.models import SpreadsheetUpload
from imports.proposals.proposing import propose
from imports.site.downloads import delete_expired, prepare_download
from imports.uploads import import_upload

__all__ = ["forget_site_exports", "forget_spreadsheets", "import_upload", "prepare_download"]


@app.periodic(cron="37 8 * * *")
@app.task(name="imports.forget_spreadsheets", queueing_lock="forget-spreadsheets")
def forget_spreadsheets(timestamp: int) -> None:
    """Delete spreadsheets that were previewed and never imported."""
    SpreadsheetUpload.objects.stale().delete()


@app.task(name="imports.find_proposals", queueing_lock="find-proposals")
def find_proposals() -> None:
    """Propose to editors what imported texts say in words."""
    propose()


@app.periodic(cron="7 * * * *")
@app.task(name="imports.forget_site_exports", queueing_lock="forget-site-exports")
def forget_site_exports(timestamp: int) -> None:
    """Delete exports of the site that were made more than a week ago."""
    delete_expired()

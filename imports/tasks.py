"""The app's jobs, where the queue's worker looks for them."""

from procrastinate.contrib.django import app

from imports.proposals.proposing import propose
from imports.site.downloads import prepare_download
from imports.uploads import import_upload

__all__ = ["find_proposals", "import_upload", "prepare_download"]


@app.task(name="imports.find_proposals", queueing_lock="find-proposals")
def find_proposals() -> None:
    """Propose to editors what imported texts say in words."""
    propose()

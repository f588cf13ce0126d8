"""The jobs that keep the installation itself in order."""

from django.conf import settings
from procrastinate.contrib.django import app

from cworks import doctor


@app.periodic(cron="23 * * * *")
@app.task(name="cworks.check_installation", queueing_lock="check-installation")
def check_installation(timestamp: int) -> None:
    """Keep for the status page what the doctor finds on the worker’s machine."""
    doctor.record(list(doctor.examine()))


# In UTC: at night in the United States, before what is old is deleted.
@app.periodic(cron="5 7 * * *")
@app.task(name="cworks.save_site", queueing_lock="backups", lock="backups")
def save_site(timestamp: int) -> None:
    """Back up the database and the uploads, if there is a place for it."""
    from cworks.backups.saving import save

    if settings.BACKUP_REPOSITORY:
        save()


@app.periodic(cron="35 9 * * 0")
@app.task(name="cworks.try_backup", queueing_lock="backups-tried", lock="backups")
def try_backup(timestamp: int) -> None:
    """Restore the newest backup beside the site, and compare."""
    from cworks.backups.restoring import try_newest

    if settings.BACKUP_REPOSITORY:
        try_newest()

from django.core.management.base import BaseCommand, CommandError

from cworks.backups.programs import BackupFailed
from cworks.backups.restoring import try_newest


class Command(BaseCommand):
    help = "Restore the newest backup beside the site, and compare it with what was saved."

    def handle(self, **options) -> None:
        try:
            self.stdout.write(try_newest())
        except BackupFailed as error:
            raise CommandError(str(error)) from error

from django.core.management.base import BaseCommand, CommandError

from cworks.backups.programs import BackupFailed
from cworks.backups.saving import save


class Command(BaseCommand):
    help = "Save the database and the uploads in BACKUP_REPOSITORY, and delete old backups."

    def handle(self, **options) -> None:
        try:
            self.stdout.write(save())
        except BackupFailed as error:
            raise CommandError(str(error)) from error

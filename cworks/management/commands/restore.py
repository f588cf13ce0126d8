from django.core.management.base import BaseCommand, CommandError, CommandParser

from cworks.backups.programs import BackupFailed
from cworks.backups.restoring import restore


class Command(BaseCommand):
    help = "Restore a backup of BACKUP_REPOSITORY: the newest, or the one with the given ID."
    requires_system_checks = ()  # They query the database, which may still be empty.

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--snapshot", default="", help="The ID that “restic snapshots” lists. Default: newest."
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="Replace a database that isn’t empty. It is kept under another name.",
        )

    def handle(self, *, snapshot: str, replace: bool, **options) -> None:
        try:
            self.stdout.write(restore(snapshot, replace=replace))
        except BackupFailed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            "Now run “manage.py migrate”, and restart the site and the worker. Emails that waited "
            "when the backup was made will be sent, even if they have been sent since."
        )

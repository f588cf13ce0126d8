from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError, CommandParser

from content.media.moving import CopiedFiles, copy_files

EVERY = 100


class Command(BaseCommand):
    help = (
        "Copy all uploads from the disk to the bucket that MEDIA_S3_BUCKET names, or back. An "
        "interrupted run goes on where it was. Nothing is deleted without --delete."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", choices=["s3", "disk"], required=True)
        parser.add_argument(
            "--delete",
            action="store_true",
            help="Also delete each original, after its copy was read and compared.",
        )

    def handle(self, *, to: str, delete: bool, **options) -> None:
        if not settings.MEDIA_S3_BUCKET:
            raise CommandError(
                "MEDIA_S3_BUCKET isn’t set. Run this command with the variables that name the "
                "bucket (.env.example), even if the site still uses the disk."
            )
        disk = storages.create_storage(settings.MEDIA_STORAGE_ON_DISK)
        bucket = storages.create_storage(settings.MEDIA_STORAGE_IN_BUCKET)
        source, target = (disk, bucket) if to == "s3" else (bucket, disk)
        try:
            moved = copy_files(source, target, delete=delete, on_progress=self.report)
        except OSError as error:
            raise CommandError(
                f"The move stopped: {error}. Run it again: it goes on where it stopped."
            ) from error
        self.stdout.write(
            f"Copied and compared {moved.copied:,} files; {moved.were_there:,} were there already. "
            f"Deleted {moved.deleted:,} originals."
        )

    def report(self, moved: CopiedFiles) -> None:
        if (done := moved.copied + moved.were_there) % EVERY == 0:
            self.stdout.write(f"{done:,} files …")

from django.core.management.base import BaseCommand

from content.media.renditions import enqueue_missing_renditions, enqueue_renditions
from content.models import Image


class Command(BaseCommand):
    help = "Have the smaller copies of pictures made, by the queue's worker, where there are none."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--all", action="store_true", help="Make those anew that exist, too.")

    def handle(self, **options) -> None:
        if options["all"]:
            count = enqueue_renditions(Image.objects.order_by("pk").values_list("pk", flat=True))
        else:
            count = enqueue_missing_renditions()
        pictures = "picture waits" if count == 1 else "pictures wait"
        self.stdout.write(f"{count} more {pictures} for the worker to make smaller copies.")

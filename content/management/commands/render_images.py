from django.core.management.base import BaseCommand

from content.media.renditions import enqueue_missing_renditions, enqueue_renditions
from content.models import Image


class Command(BaseCommand):
    help = "Queue the creation of renditions for images that have none."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--all", action="store_true", help="Also recreate existing renditions.")

    def handle(self, **options) -> None:
        if options["all"]:
            count = enqueue_renditions(Image.objects.order_by("pk").values_list("pk", flat=True))
        else:
            count = enqueue_missing_renditions()
        images = "image" if count == 1 else "images"
        self.stdout.write(f"Queued {count} {images} for the worker.")

from django.core.management.base import BaseCommand

from content.links.check_schedule import check_now, publicly_linked, start_round
from content.models import WebAddress


class Command(BaseCommand):
    help = (
        "Enqueue a check of the links in public entries that were not checked this week. "
        "This also happens every Monday."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--all", action="store_true", help="Also check recently checked links.")
        parser.add_argument(
            "--now", action="store_true", help="Check in this process, and print each result."
        )

    def handle(self, **options) -> None:
        if options["all"]:
            chosen = list(publicly_linked().values_list("pk", flat=True))
            WebAddress.objects.filter(pk__in=chosen).update(checked_at=None)
        if options["now"]:
            self.check_here()
            return
        addresses, hosts = start_round()
        self.stdout.write(
            f"{addresses} addresses on {hosts} hosts are waiting for the worker to check them."
        )

    def check_here(self) -> None:
        count = 0
        for address in check_now():
            line = f"{address.get_state_display()}: {address.url} {address.problem}"
            self.stdout.write(line.strip())
            count += 1
        self.stdout.write(
            f"Checked: {count}. In an hour, the worker checks pages that seem gone a second time."
        )

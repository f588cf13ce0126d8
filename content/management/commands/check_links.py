from django.core.management.base import BaseCommand

from content.links.check_schedule import begin_round, check_now, led_to
from content.models import WebAddress


class Command(BaseCommand):
    help = (
        "Have the queue's worker check the links of everything public that were not checked this "
        "week; it does so by itself on Mondays."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--all", action="store_true", help="Check those checked lately, too.")
        parser.add_argument(
            "--now", action="store_true", help="Check them here, and say what comes of each."
        )

    def handle(self, **options) -> None:
        if options["all"]:
            chosen = list(led_to().values_list("pk", flat=True))
            WebAddress.objects.filter(pk__in=chosen).update(checked_at=None)
        if options["now"]:
            self.check_here()
            return
        addresses, hosts = begin_round()
        self.stdout.write(
            f"Addresses that wait for the worker to check them: {addresses}, on {hosts} hosts."
        )

    def check_here(self) -> None:
        count = 0
        for address in check_now():
            words = f"{address.get_state_display()}: {address.url} {address.problem}"
            self.stdout.write(words.strip())
            count += 1
        self.stdout.write(
            f"Checked: {count}. What seems gone is looked at once more by the worker, in an hour."
        )

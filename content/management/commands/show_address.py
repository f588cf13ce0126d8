import json

from django.core.management.base import BaseCommand

from content.readers.belongings import erase_address, export_address


class Command(BaseCommand):
    help = "Print everything that is stored about an email address, as JSON, or erase it."

    def add_arguments(self, parser) -> None:
        parser.add_argument("address", help="The email address.")
        parser.add_argument(
            "--erase", action="store_true", help="Print it, and then erase it for good."
        )

    def handle(self, *, address: str, erase: bool, **options) -> None:
        stored = export_address(address)
        self.stdout.write(json.dumps(stored, indent=2, default=str, ensure_ascii=False))
        if erase:
            erase_address(address)
            self.stderr.write("All of this has been erased.")

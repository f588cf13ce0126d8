from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cworks.demo.accounts import ACCOUNTS
from cworks.demo.loading import load_demo
from cworks.demo.texts import DemoContentError


class Command(BaseCommand):
    help = "Load the demo content. Existing content is not changed."
    # The checks need the database, and the command may have to refuse first.
    requires_system_checks = []

    def handle(self, **options) -> None:
        if settings.IN_PRODUCTION:
            raise CommandError(
                "The demo is not loaded in production, because it creates accounts whose "
                "passwords anyone can read in its source. Unset CWORKS_ENV to load it elsewhere."
            )
        try:
            new = load_demo()
        except DemoContentError as error:
            raise CommandError(str(error)) from error
        loaded = ", ".join(f"{kind} {count}" for kind, count in new.items() if count)
        self.stdout.write(
            f"Loaded the demo content (new: {loaded})."
            if loaded
            else "The demo content is already loaded."
        )
        self.stdout.write(
            "\nSign in at /admin/ with one of these accounts "
            "(unless you have changed the passwords):\n\n"
        )
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.role:<15}{account.email:<28}{account.password}")
        self.stdout.write("")

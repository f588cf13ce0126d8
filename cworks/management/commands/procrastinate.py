import atexit

from django.db import connection
from procrastinate.contrib.django.management.commands import procrastinate


class Command(procrastinate.Command):
    # They query the database, and the worker starts, and waits for it, without one.
    requires_system_checks = ()

    def handle(self, *args, **options) -> None:
        # Django's call_command() adds this option, which the worker doesn't know.
        options.pop("skip_checks", None)
        # Otherwise, the interpreter waits five seconds for each of the pool's threads.
        atexit.register(connection.close_pool)  # type: ignore[attr-defined]  # only PostgreSQL has it
        super().handle(*args, **options)

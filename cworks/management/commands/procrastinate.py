from procrastinate.contrib.django.management.commands import procrastinate


class Command(procrastinate.Command):
    # They query the database, and the worker starts, and waits for it, without one.
    requires_system_checks = ()

    def handle(self, *args, **options) -> None:
        # Django's call_command() adds this option, which the worker doesn't know.
        options.pop("skip_checks", None)
        super().handle(*args, **options)

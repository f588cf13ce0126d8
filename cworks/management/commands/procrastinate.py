from procrastinate.contrib.django.management.commands import procrastinate


class Command(procrastinate.Command):
    # They query the database, and the worker starts, and waits for it, without one.
    requires_system_checks = ()

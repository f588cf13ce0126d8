"""Run every benchmark and print the results. Takes a few minutes on an otherwise idle machine."""

import os

import django
from django.core.management import call_command


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    django.setup()
    # These import models, which need django.setup().
    from benchmarks import (
        articles,
        differences,
        hostile,
        library,
        pages,
        proxy,
        registrations,
        reminders,
        slow_clients,
        throughput,
    )

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    differences.run()
    hostile.run()
    pages.run()
    articles.run()
    library.run()
    registrations.run()
    reminders.run()
    throughput.run()
    slow_clients.run()
    proxy.run()


main()

"""Run every benchmark and print the results. Takes half an hour on an otherwise idle machine."""

import os

import django
from django.core.management import call_command


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    django.setup()
    # These import models, which need django.setup().
    from benchmarks import (
        articles,
        backups,
        chaos,
        differences,
        export,
        followers,
        growth,
        hits,
        hostile,
        killed_worker,
        library,
        memory,
        misses,
        moving_in,
        pages,
        proxy,
        registrations,
        relevance,
        reminders,
        replay,
        searches,
        slow_clients,
        throughput,
    )
    from benchmarks.machine import report_machine

    report_machine()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    differences.run()
    hostile.run()
    pages.run()
    misses.run()
    articles.run()
    library.run()
    relevance.run()
    searches.run()
    registrations.run()
    reminders.run()
    followers.run()
    killed_worker.run()
    chaos.run()
    throughput.run()
    slow_clients.run()
    proxy.run()
    hits.run()
    replay.run()
    growth.run()
    moving_in.run()
    export.run()
    backups.run()
    memory.run()


main()

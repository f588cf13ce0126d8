"""Run every benchmark and print the ratios. Takes a few minutes; nothing else should run."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks import pages, throughput  # noqa: E402

call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
pages.run()
throughput.run()

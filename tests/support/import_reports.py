"""What an import reports, and what it leaves in the database, in forms that tests compare."""

from django.apps import apps


def counts(report) -> dict[str, dict[str, int]]:
    return {
        kind: {str(outcome): number for outcome, number in counter.items()}
        for kind, counter in report.counts.items()
    }


def row_counts() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}

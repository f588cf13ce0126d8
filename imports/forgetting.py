"""For how long we keep the files that staff import and export."""

from datetime import datetime

from content.retention import Retention
from imports.models import SpreadsheetUpload


def forget_spreadsheets(before: datetime) -> int:
    return SpreadsheetUpload.objects.filter(created_at__lt=before).delete()[0]


def forget_exports(before: datetime) -> int:
    # Few processes make or delete exports.
    from imports.site import downloads

    return downloads.forget_exports(before)


RETENTIONS = [
    Retention(
        what="Spreadsheets to import",
        setting="SPREADSHEET_DAYS",
        forget=forget_spreadsheets,
        rule="Lists of registrants, events, and resources that staff uploaded: deleted after that.",
    ),
    Retention(
        what="Exports of the site",
        setting="SITE_EXPORT_DAYS",
        forget=forget_exports,
        rule="Their files and who asked for them: deleted after that.",
    ),
]

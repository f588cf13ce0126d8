"""Exports that an administrator starts in the admin: made by a job, and downloaded as one file."""

import shutil
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from procrastinate.contrib.django import app

from content.activity import record
from content.mail import EmailContent
from content.mail.emails import email_users
from content.media.access import EXPORTS
from content.models import Activity, User
from content.moments import format_minute
from content.paths import absolute
from imports.exceptions import ExportImpossible
from imports.models import SITE_EXPORT_KEPT_FOR, SiteExport
from imports.site.exporting import export_site
from imports.site.folder import explain_errors

# Among the uploads, which the web processes of all machines share.
FOLDER = EXPORTS
# Compressed already.
STORED = {".avif", ".docx", ".jpg", ".mp3", ".mp4", ".pdf", ".png", ".pptx", ".webp", ".xlsx"}


@transaction.atomic
def start_export(*, export: SiteExport, by: User) -> SiteExport:
    """Save an export, and queue the job that makes it."""
    export.created_by = by
    export.save()
    if export.with_private:
        record(Activity.Matter.EXPORT, "The whole site, with personal data", by=by)
    prepare_download.defer(export_id=export.pk)
    return export


@app.task(name="imports.prepare_download", queue="exports", priority=-20)
def prepare_download(*, export_id: int) -> None:
    """Export the site, and tell the administrator who asked for it.

    If the worker is killed, the job runs again, and the export goes on where it was.
    """
    export = SiteExport.objects.select_related("created_by").filter(pk=export_id).first()
    if export is None or export.finished_at:
        return
    try:
        export.path = make_file(export)
    except ExportImpossible as error:
        export.problem = str(error)
    export.finished_at = timezone.now()
    with transaction.atomic():
        export.save(update_fields=["path", "problem", "finished_at"])
        tell(export)


def work_folder(export: SiteExport) -> Path:
    """Return where the worker collects the files. On another machine, it begins again."""
    return Path(settings.DATA_DIR, FOLDER, str(export.pk))


def make_file(export: SiteExport) -> str:
    """Return the path of a zip file among the uploads. Raises ExportImpossible."""
    folder = work_folder(export)
    archive = folder.with_suffix(".zip")
    with explain_errors(folder):
        if not (folder / "SHA256SUMS").exists():
            export_site(folder, format=export.format, with_private=export.with_private)
        path = f"{FOLDER}/{export.pk}-{get_random_string(22)}.zip"
        try:
            zip_folder(folder, archive)
            with archive.open("rb") as file:
                default_storage.save(path, File(file))
        finally:
            archive.unlink(missing_ok=True)
        shutil.rmtree(folder)
    return path


def zip_folder(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                is_compressed = path.suffix.lower() in STORED
                archive.write(
                    path,
                    f"site/{path.relative_to(folder).as_posix()}",
                    zipfile.ZIP_STORED if is_compressed else zipfile.ZIP_DEFLATED,
                )


def tell(export: SiteExport) -> None:
    address = absolute(reverse("admin:imports_siteexport_change", args=[export.pk]))
    if export.problem:
        content = EmailContent(
            subject="The export of the site failed",
            paragraphs=["The export of the site that you started failed:", export.problem],
            button=("See the export", address),
        )
    else:
        content = EmailContent(
            subject="The export is ready",
            paragraphs=list(describe_finished(export)),
            button=("Download the export", address),
        )
    email_users(users=[export.created_by], purpose="export", content=content)


def describe_finished(export: SiteExport) -> Iterator[str]:
    until = format_minute(export.created_at + SITE_EXPORT_KEPT_FOR)
    yield (
        "The export of the site that you started is ready. Administrators can download it until "
        f"{until}."
    )
    if export.with_private:
        yield (
            "It has personal data of readers. Keep it safe, and delete it when you no longer need "
            "it."
        )
    if export.format == "markdown":
        yield (
            "README.md in it says what is where. “manage.py import_site” makes the same site of "
            "it again."
        )


def forget_exports(before: datetime) -> int:
    exports = list(SiteExport.objects.filter(created_at__lt=before))
    for export in exports:
        delete_export(export=export)
    return len(exports)


def delete_export(*, export: SiteExport) -> None:
    """Delete an export and its files."""
    shutil.rmtree(work_folder(export), ignore_errors=True)
    if export.path:
        default_storage.delete(export.path)
    export.delete()

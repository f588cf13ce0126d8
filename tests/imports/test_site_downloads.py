"""Exports that an administrator starts in the admin."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from lxml import html
from procrastinate.contrib.django.models import ProcrastinateJob

from content.retention import forget
from imports.models import SiteExport
from imports.site.downloads import prepare_download
from tests.factories import PostFactory, UserFactory
from tests.support.mail_servers import send_queued_emails

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

ADD = reverse("admin:imports_siteexport_add")


@pytest.fixture(autouse=True)
def _data_of_worker(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def administrator(client):
    user = UserFactory(name="Ana", email="ana@example.org", is_superuser=True)
    client.force_login(user)
    return user


def download_of(export: SiteExport) -> str:
    return reverse("admin:imports_siteexport_download", args=[export.pk])


def test_button_starts_a_job_whose_result_the_administrator_downloads(client, administrator):
    PostFactory(pk=7, slug="a-post")

    page = client.post(ADD, {"format": "markdown"}, follow=True)
    export = SiteExport.objects.get()
    job = ProcrastinateJob.objects.get(task_name="imports.prepare_download")
    prepare_download(**job.args)
    send_queued_emails()
    answer = client.get(download_of(export))

    assert "The export has started. ana@example.org gets an email" in page.text
    (email,) = mail.outbox
    assert email.to == ["ana@example.org"]
    assert reverse("admin:imports_siteexport_change", args=[export.pk]) in email.body
    archive = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    assert "site/entries/post/7-a-post.md" in archive.namelist()
    assert answer["Cache-Control"].startswith("private, no-store")


def test_form_has_one_button_and_pages_say_in_words_what_is_in_an_export(client, administrator):
    form = html.fromstring(client.get(ADD).content)
    client.post(ADD, {"format": "markdown"})
    client.post(ADD, {"format": "wxr", "with_private": "on"})
    listed = html.fromstring(client.get(reverse("admin:imports_siteexport_changelist")).content)

    buttons = form.xpath("//form[@id='siteexport_form']//input[@type='submit']/@value")
    assert buttons == ["Start the export"]
    assert listed.xpath("//td[contains(@class, 'field-personal_data')]/text()") == [
        "With personal data",
        "Without personal data",
    ]
    assert listed.xpath("//td//img") == []


def test_only_administrators_download_an_export(client, administrator, settings):
    export = SiteExport.objects.create(created_by=administrator)
    prepare_download(export_id=export.pk)
    export.refresh_from_db()
    editor = UserFactory(is_staff=True)
    editor.user_permissions.set(Permission.objects.filter(content_type__app_label="imports"))

    client.force_login(editor)
    answers = [client.get(download_of(export)), client.get(ADD), client.post(ADD, {})]
    # A link in a text is what makes other files public.
    PostFactory(body=f"[Everything](/media/{export.path})")
    as_reader = client.get(f"{settings.MEDIA_URL}{export.path}")
    client.force_login(administrator)
    at_its_file = client.get(f"{settings.MEDIA_URL}{export.path}")

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    # Not even they find it among the uploads.
    assert [as_reader.status_code, at_its_file.status_code] == [404, 404]


def test_export_expires_after_a_week(client, administrator, settings):
    export = SiteExport.objects.create(created_by=administrator)
    prepare_download(export_id=export.pk)
    SiteExport.objects.update(created_at=timezone.now() - timedelta(days=7, seconds=1))

    answer = client.get(download_of(export), follow=True)
    forget("Exports of the site")

    assert "There is nothing to download" in answer.text
    assert not SiteExport.objects.exists()
    assert [
        path for path in Path(settings.MEDIA_ROOT, "exports").rglob("*") if path.is_file()
    ] == []


def test_killed_job_goes_on_and_sends_one_email(administrator, monkeypatch):
    export = SiteExport.objects.create(created_by=administrator)

    def be_killed(folder, target):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("imports.site.downloads.zip_folder", be_killed)
        with pytest.raises(KeyboardInterrupt):
            prepare_download(export_id=export.pk)
    prepare_download(export_id=export.pk)
    prepare_download(export_id=export.pk)
    send_queued_emails()

    export.refresh_from_db()
    assert export.path.endswith(".zip")
    assert len(mail.outbox) == 1


def test_export_that_fails_says_why(client, administrator, settings):
    Path(settings.MEDIA_ROOT).mkdir()
    Path(settings.MEDIA_ROOT, "exports").write_text("")
    export = SiteExport.objects.create(created_by=administrator)

    prepare_download(export_id=export.pk)
    send_queued_emails()

    page = client.get(reverse("admin:imports_siteexport_change", args=[export.pk]))
    export.refresh_from_db()
    assert "run the export again" in export.problem
    assert mail.outbox[0].subject == "The export of the site failed"
    assert "run the export again" in page.text

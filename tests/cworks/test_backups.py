"""Backups with the real restic, age, and PostgreSQL: saved, restored, compared."""

import json
import shutil
import subprocess
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from content.models import MachineReport, Topic
from cworks.backups import databases, repository, saving, uploads
from cworks.backups.contents import Contents
from cworks.doctor.backups import examine
from cworks.doctor.diagnoses import Severity
from tests.factories import TopicFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not (shutil.which("restic") and shutil.which("age")),
        reason="restic or age isn’t installed; .ci/run installs both",
    ),
]


@pytest.fixture(autouse=True)
def backup_settings(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.BACKUP_REPOSITORY = str(tmp_path / "repository")
    settings.BACKUP_PASSWORD = "a secret"
    return settings


@pytest.fixture
def age_key(tmp_path) -> tuple[str, str]:
    """(public key, file with the private key)"""
    file = tmp_path / "key"
    made = subprocess.run(
        ["age-keygen", "--output", file], capture_output=True, text=True, check=True
    )
    return made.stderr.removeprefix("Public key: ").strip(), str(file)


@pytest.fixture
def _forget_database_before():
    yield
    databases.drop(f"{connection.settings_dict['NAME']}_before")


def run(command: str, **options) -> str:
    output = StringIO()
    call_command(command, stdout=output, **options)
    return output.getvalue()


def write_upload(name: str, text: str) -> None:
    default_storage.save(name, ContentFile(text.encode()))


def findings_of(name: str) -> list[str]:
    return [each["level"] for each in MachineReport.objects.get(name=name).findings]


@pytest.mark.usefixtures("_forget_database_before")
def test_backup_encrypted_to_public_key_is_tried_and_restored(backup_settings, age_key):
    backup_settings.BACKUP_PUBLIC_KEY, private_key = age_key
    TopicFactory(name="Kept", slug="kept")
    write_upload("documents/kept.txt", "as it was")
    run("backup")
    Topic.objects.all().delete()
    default_storage.delete("documents/kept.txt")
    write_upload("documents/newer.txt", "since then")

    # Without the private key, which needn't be on this machine, the database can't be read.
    with pytest.raises(CommandError, match="can only be read with the private key"):
        run("check_backup")
    refused = findings_of("restore-failed")
    backup_settings.BACKUP_PRIVATE_KEY_FILE = private_key
    run("check_backup")
    tried = findings_of("restore")
    with pytest.raises(CommandError, match="isn’t empty"):
        run("restore")
    run("restore", replace=True)

    assert (refused, tried) == (["problem"], ["ok"])
    assert not MachineReport.objects.filter(name="restore-failed").exists()
    assert list(Topic.objects.values_list("name", flat=True)) == ["Kept"]
    assert {
        name: Path(default_storage.path(f"documents/{name}")).read_text()
        for name in ("kept.txt", "newer.txt")
    } == {"kept.txt": "as it was", "newer.txt": "since then"}
    with databases.connect(f"{connection.settings_dict['NAME']}_before") as before:
        assert before.execute('SELECT count(*) FROM "content_topic"').fetchone() == (0,)
    # Nothing of it is left on the disk unencrypted.
    assert [path.name for path in repository.folder().iterdir()] == ["cache", "stage"]
    assert list((repository.folder() / "stage").iterdir()) == []


def test_backup_that_differs_from_what_was_saved_is_reported(monkeypatch):
    TopicFactory()
    write_upload("a.txt", "as it was")
    reading = databases.read_tables
    # As if a row had not been restored, another had been changed, and a file been lost.
    monkeypatch.setattr(
        "cworks.backups.saving.databases.read_tables",
        lambda database: (
            reading(database)
            | {"content_topic": [2, "1"], "django_content_type": [*counts(database), "1"]}
        ),
    )
    lost = {"lost.png": 5}
    stored, saved = uploads.list_stored, saving.list_files
    monkeypatch.setattr("cworks.backups.uploads.list_stored", lambda: stored() | lost)
    monkeypatch.setattr("cworks.backups.saving.list_files", lambda media: saved(media) | lost)
    run("backup")
    monkeypatch.undo()

    with pytest.raises(CommandError) as error:
        run("check_backup")

    assert str(error.value) == (
        "content_topic has 1 rows instead of 2. django_content_type has the same number of rows, "
        "but not the same ones. Files that are missing or have another size: 1, such as lost.png."
    )
    assert [each.level for each in examine()] == [
        Severity.OK,
        Severity.OK,
        Severity.PROBLEM,
        Severity.WARNING,
    ]


def test_backup_has_what_is_in_a_folder_that_media_root_links_to(backup_settings, tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "media").symlink_to(tmp_path / "disk")
    backup_settings.MEDIA_ROOT = str(tmp_path / "media")
    write_upload("documents/kept.txt", "as it was")
    run("backup")
    write_upload("documents/kept.txt", "longer since then")

    assert "files (1) are what was saved" in run("check_backup")


def test_backup_with_a_link_is_refused(backup_settings, tmp_path):
    (tmp_path / "secret").write_text("a key")
    write_upload("documents/kept.txt", "as it was")
    media = Path(backup_settings.MEDIA_ROOT).resolve()
    (media / "images").mkdir()
    (media / "images/a.png").symlink_to(tmp_path / "secret")
    run("backup")

    with pytest.raises(CommandError) as error:
        run("restore", replace=True)

    assert str(error.value) == (
        f"{media}/images/a.png is a link or a device, and a backup has only files and folders. If "
        "it is yours, put what it leads to in its place, and make another backup."
    )


@pytest.mark.parametrize("name", ["folder", "media_root"])
def test_backup_that_names_a_folder_outside_of_it_is_refused(monkeypatch, tmp_path, name):
    (tmp_path / "secret").write_text("a key")
    write = Contents.write

    def write_false(contents: Contents) -> None:
        write(contents)
        file = Path(contents.folder, "contents.json")
        file.write_text(json.dumps(json.loads(file.read_text()) | {name: f"/../../..{tmp_path}"}))

    monkeypatch.setattr(Contents, "write", write_false)
    run("backup")

    with pytest.raises(CommandError, match=r"names a folder that isn’t in it: /\.\./\.\./\.\."):
        run("restore", replace=True)

    assert (tmp_path / "secret").exists()


def counts(database) -> tuple:
    return database.execute('SELECT count(*) FROM "django_content_type"').fetchone()


def test_file_deleted_while_saving_makes_backup_save_both_again(monkeypatch):
    write_upload("a.txt", "as it was")
    storing, stored = repository.store, []

    def delete_before_storing(folders) -> None:
        stored.append(folders)
        default_storage.delete("a.txt")
        storing(folders)

    monkeypatch.setattr("cworks.backups.saving.repository.store", delete_before_storing)

    run("backup")
    monkeypatch.undo()

    assert len(stored) == 2
    run("check_backup")
    assert findings_of("restore") == ["ok"]


def test_failed_backup_says_why_and_what_to_do(backup_settings, tmp_path):
    (tmp_path / "repository").write_text("not a folder")

    with pytest.raises(CommandError, match="restic ended with status 1"):
        run("backup")

    [finding] = MachineReport.objects.get(name="backup-failed").findings
    assert (finding["level"], finding["advice"]) == (
        "problem",
        "Do what it says, and run “manage.py backup”.",
    )


def test_failed_backup_does_not_hide_how_old_the_last_one_is(backup_settings, tmp_path):
    run("backup")
    run("check_backup")
    MachineReport.objects.filter(name="backup").update(made_at=datetime(2026, 3, 2, 17, tzinfo=UTC))
    backup_settings.BACKUP_PASSWORD = "another"

    with pytest.raises(CommandError, match="wrong password"):
        run("backup")
    found = [(each.level, each.text) for each in examine() if each.level != Severity.OK]
    backup_settings.BACKUP_PASSWORD = "a secret"
    run("backup")

    [(failed, reason), old] = found
    assert (failed, reason[:18]) == (Severity.PROBLEM, "The backup failed:")
    assert old == (Severity.WARNING, "The last backup was at March 2, 2026, 12:00 pm ET.")
    assert {each.level for each in examine()} == {Severity.OK}

"""What an export has and leaves out, and how it goes on after it was interrupted."""

import hashlib
import json
from pathlib import Path

import pytest

from blog.models import Comment
from content.editing.saving import delete_entry
from content.models import Entry, User
from events.models import Registration
from imports.exceptions import ExportImpossible
from imports.front_matter import read_front_matter
from imports.site import exporting
from imports.site.exporting import export_site
from imports.site.importing import import_site
from tests.factories import PersonFactory, PostFactory, SeriesFactory
from tests.support.exported_sites import HOSTILE_TITLE, empty_database, fill_site

pytestmark = pytest.mark.django_db(transaction=True)

PERSONAL = [
    "ana@example.org", "commenter@example.org", "p@example.org", "reader@example.org",
    "s@example.org", "Rea Der",
]  # fmt: skip


def texts_in(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "media" not in path.parts
    }


def test_export_has_personal_data_only_if_asked(tmp_path):
    fill_site()
    token = Entry.objects.exclude(preview_token=None).get().preview_token

    export_site(tmp_path / "without")
    export_site(tmp_path / "with", with_private=True)

    without = "".join(texts_in(tmp_path / "without").values())
    complete = "".join(texts_in(tmp_path / "with").values())
    assert [word for word in [*PERSONAL, token] if word in without] == []
    assert [word for word in [*PERSONAL, token] if word not in complete] == []
    assert [word for word in ("argon2", "pbkdf2", '"password"') if word in complete] == []


def test_export_without_personal_data_can_be_imported(tmp_path):
    fill_site()
    export_site(tmp_path / "export")
    empty_database()

    import_site(tmp_path / "export")

    assert set(Comment.objects.values_list("email", flat=True)) == {""}
    assert list(Registration.objects.all()) == []
    user = User.objects.get()
    assert (user.name, user.is_active, user.has_usable_password()) == ("Ana Ruiz", False, False)


def test_entry_is_a_markdown_file_with_everything_in_front_matter(tmp_path):
    series = SeriesFactory(title="A series", slug="a-series")
    person = PersonFactory(name="Ana Ruiz", slug="ana-ruiz")
    post = PostFactory(
        title="Part one", slug="part-one", body="Text\n", series=series, part_number=1,
        authors=[person], tags=["rubrics"],
    )  # fmt: skip

    export_site(tmp_path / "export")

    file = tmp_path / "export" / "entries" / "post" / f"{post.pk}-part-one.md"
    values, body = read_front_matter(file.read_text())
    assert body == "Text\n"
    assert {
        name: values[name] for name in ("title", "series", "part_number", "people", "tags")
    } == {
        "title": "Part one",
        "series": {"id": series.pk, "title": "A series", "slug": "a-series"},
        "part_number": 1,
        "people": [
            {
                "id": person.pk,
                "name": "Ana Ruiz",
                "slug": "ana-ruiz",
                "role": "author",
                "position": 0,
            }
        ],
        "tags": ["rubrics"],
    }


def test_hostile_titles_and_slugs_stay_inside_the_folder(tmp_path):
    names = ["con", "é" * 100, "a" * 200, "学习"]
    posts = [PostFactory(title=HOSTILE_TITLE, slug=name) for name in names]

    export_site(tmp_path / "export")

    files = sorted(path.name for path in (tmp_path / "export" / "entries" / "post").iterdir())
    one, two, three, four = (post.pk for post in posts)
    assert files == sorted(
        [f"{one}-con.md", f"{two}-{'e' * 80}.md", f"{three}-{'a' * 80}.md", f"{four}.md"]
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["export"]


def test_readme_names_every_file_of_tables_and_checksums_are_right(tmp_path):
    fill_site()

    export_site(tmp_path / "export", with_private=True)

    folder = tmp_path / "export"
    readme = (folder / "README.md").read_text()
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    tables = {name for name in names if name.startswith(("tables/", "private/"))}
    assert {name for name in tables if f"`{name}`" not in readme} == set()
    sums = dict(line.split("  ")[::-1] for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert sums == {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in names - {"SHA256SUMS"}
    }


class Killed(BaseException):
    pass


def test_interrupted_export_goes_on_where_it_was(tmp_path, monkeypatch):
    posts = [PostFactory() for _ in range(5)]
    written = []
    write = exporting.write_front_matter

    def write_three(values, body):
        if len(written) == 3:
            raise Killed
        written.append(values["id"])
        return write(values, body)

    monkeypatch.setattr(exporting, "write_front_matter", write_three)
    with pytest.raises(Killed):
        export_site(tmp_path / "export")
    monkeypatch.setattr(exporting, "write_front_matter", write)
    # Meanwhile, one that was written is deleted, and another is changed.
    delete_entry(entry=posts[0], by=None)
    Entry.objects.filter(pk=posts[1].pk).update(title="Changed")

    report = export_site(tmp_path / "export")

    export_site(tmp_path / "at-once")
    assert report.unchanged == 1
    assert texts_in(tmp_path / "export") == texts_in(tmp_path / "at-once")


def test_export_refuses_a_folder_with_other_files(tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"")

    with pytest.raises(ExportImpossible) as refusal:
        export_site(tmp_path)

    assert str(refusal.value) == (
        f"{tmp_path} has other files in it, which an export could overwrite. Choose a new or an "
        "empty folder."
    )
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_export_refuses_a_folder_with_a_complete_export(tmp_path):
    export_site(tmp_path)

    with pytest.raises(ExportImpossible, match="has a complete export of"):
        export_site(tmp_path)


def test_export_refuses_to_go_on_with_other_options(tmp_path, monkeypatch):
    monkeypatch.setattr(exporting, "write_tables", raise_killed)
    with pytest.raises(Killed):
        export_site(tmp_path)

    with pytest.raises(ExportImpossible, match="with other options"):
        export_site(tmp_path, with_private=True)


def raise_killed(*args) -> None:
    raise Killed


def test_full_disk_is_reported_and_leaves_no_broken_file(tmp_path, monkeypatch):
    PostFactory()

    def fail(values, body):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "write_front_matter", fail)

    with pytest.raises(ExportImpossible) as refusal:
        export_site(tmp_path)

    assert str(refusal.value) == (
        f"The disk with {tmp_path} is full. Free some space, and run the export again: it goes on "
        "where it stopped."
    )
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["unfinished.jsonl"]


def test_missing_file_is_reported_and_everything_else_exported(tmp_path, settings):
    fill_site()
    (Path(settings.MEDIA_ROOT) / "documents").rename(tmp_path / "lost")

    report = export_site(tmp_path / "export")

    facts = json.loads((tmp_path / "export" / "site.json").read_text())
    assert len(report.missing_files) == 3
    assert facts["missing_files"] == report.missing_files

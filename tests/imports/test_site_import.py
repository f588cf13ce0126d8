"""What `import_site` refuses: changed folders, those of attackers, and filled databases."""

import hashlib
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from content.models import Entry, Person, SiteSettings
from imports.exceptions import SiteImportRefused
from imports.site.exporting import export_site
from imports.site.importing import import_site
from tests.factories import PersonFactory, PostFactory, UserFactory
from tests.support.exported_sites import all_tables, empty_database, fill_site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def export(tmp_path) -> Path:
    """The export of a site with one post and one person, whose database is empty by now."""
    PostFactory(pk=7, title="A title", slug="a-post", authors=[PersonFactory(name="Ana Ruiz")])
    export_site(tmp_path / "export")
    empty_database()
    return tmp_path / "export"


def change(export: Path, name: str, old: str, new: str) -> None:
    """Change a file as an attacker does, who writes a new checksum, too."""
    file = export / name
    content = file.read_bytes()
    assert old.encode() in content
    file.write_bytes(content.replace(old.encode(), new.encode()))
    sums = export / "SHA256SUMS"
    before, after = (hashlib.sha256(each).hexdigest() for each in (content, file.read_bytes()))
    sums.write_text(sums.read_text().replace(before, after))


def refusal_of(export: Path) -> str:
    with pytest.raises(SiteImportRefused) as refusal:
        import_site(export)
    # Nothing is left of it.
    assert not Entry.objects.exists()
    assert not Person.objects.exists()
    return str(refusal.value)


def test_dry_run_checks_everything_and_saves_nothing(tmp_path, settings):
    fill_site()
    export_site(tmp_path / "export", with_private=True)
    empty_database()
    before = all_tables()
    settings.MEDIA_ROOT = str(tmp_path / "other")

    counts = import_site(tmp_path / "export", is_dry_run=True)

    assert counts["Posts"] > 3
    assert all_tables() == before
    assert not Path(settings.MEDIA_ROOT).exists()


def test_commands_say_what_they_did(tmp_path):
    PostFactory(title="One")
    output = StringIO()

    call_command("export_site", str(tmp_path / "export"), stdout=output)
    empty_database()
    call_command("import_site", str(tmp_path / "export"), stdout=output)

    said = output.getvalue()
    assert f"files were written to {tmp_path / 'export'}." in said.replace("\n", " ")
    assert "Posts: 1" in said
    assert "The site is here." in said
    with pytest.raises(CommandError, match="This database isn’t empty: it has entries,"):
        call_command("import_site", str(tmp_path / "export"), stdout=output)


def test_command_names_the_administrators_of_an_export(tmp_path):
    UserFactory(email="mal@example.org", is_superuser=True)
    UserFactory(email="gone@example.org", is_superuser=True, is_active=False)
    UserFactory(email="ed@example.org")
    call_command("export_site", str(tmp_path / "export"), with_private=True, stdout=StringIO())
    empty_database()
    output = StringIO()

    call_command("import_site", str(tmp_path / "export"), stdout=output)

    assert output.getvalue().splitlines()[-1] == (
        "The export has administrators, who can have a link to choose a password emailed to them: "
        "mal@example.org. Deactivate those whom you don’t know."
    )


def test_file_that_was_damaged_is_named(export):
    (export / "entries/post/7-a-post.md").write_text("Something else")

    assert refusal_of(export).startswith(
        "entries/post/7-a-post.md isn’t what was exported: its checksum differs"
    )


def test_file_that_is_missing_is_named(export):
    (export / "entries/post/7-a-post.md").unlink()

    assert refusal_of(export) == (
        "entries/post/7-a-post.md is missing or can’t be read (No such file or directory). Copy "
        "the export again."
    )


def test_file_that_does_not_belong_there_is_named(export):
    (export / "media").mkdir()
    (export / "media/x.html").write_text("<script>")

    assert refusal_of(export).startswith("media/x.html isn’t in SHA256SUMS")


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "media/../../x", "../x", "media//x", "media/./x", "media\\..\\x", "x"]
)
def test_names_that_lead_elsewhere_are_refused(export, name):
    with (export / "SHA256SUMS").open("a") as file:
        file.write(f"{'0' * 64}  {name}\n")

    assert refusal_of(export) == (
        f"SHA256SUMS names {name!r}, which isn’t a file of an export. Nothing was imported."
    )


@pytest.mark.parametrize("link", ["media", "tables/more.jsonl"])
def test_symbolic_links_are_refused(export, tmp_path, link):
    (tmp_path / "secret").mkdir()
    (export / link).symlink_to(tmp_path / "secret")

    assert refusal_of(export).startswith(f"{link} is a link or a device.")


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (
            "entries/post/7-a-post.md",
            "kind: post",
            "kind: poem",
            "entries/post/7-a-post.md: “poem” isn’t a kind of entry in this version of the site.",
        ),
        (
            "entries/post/7-a-post.md",
            "kind: post",
            "kind: post\nbody_html: <script>",
            "entries/post/7-a-post.md: “body_html” isn’t a field of posts in this version "
            "of the site.",
        ),
        (
            "entries/post/7-a-post.md",
            "title: A title",
            "title: [a, b]",
            "entries/post/7-a-post.md: title: It is a list or a group of values where one value "
            "belongs.",
        ),
        (
            "entries/post/7-a-post.md",
            "title: A title",
            'title: "a\\0b"',
            "entries/post/7-a-post.md: title: It contains a zero byte, which no text can have.",
        ),
        (
            "tables/people.jsonl",
            '"is_organization": false',
            '"is_organization": 7',
            "tables/people.jsonl, line 1: is_organization: “7” value must be either True or False.",
        ),
        ("tables/people.jsonl", "{", "{{", "tables/people.jsonl, line 1, isn’t valid JSON."),
        (
            "tables/people.jsonl",
            '"name"',
            '"nom"',
            "tables/people.jsonl, line 1: this version of the site doesn’t know “nom.”",
        ),
    ],
)
def test_values_that_fit_no_column_are_named(export, name, old, new, sentence):
    change(export, name, old, new)

    assert refusal_of(export) == sentence


@pytest.fixture
def settings_export(tmp_path) -> Path:
    """The export of a site with settings, whose database is empty by now."""
    SiteSettings.objects.create(
        pk=1,
        accent_light="#b4441f",
        main_menu=[{"label": "About", "address": "/about/", "is_below": False}],
    )
    PersonFactory(name="Ana Ruiz", website="https://ana.example.org/")
    export_site(tmp_path / "export")
    empty_database()
    return tmp_path / "export"


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (
            "tables/site-settings.jsonl",
            '"/about/"',
            '"javascript:alert(1)"',
            "main_menu: “About” needs the address of a page: a path of this site, such as /about/, "
            "or one that starts with https://.",
        ),
        (
            "tables/site-settings.jsonl",
            '"is_below": false',
            '"is_below": {}',
            "main_menu: This isn’t a list of links.",
        ),
        (
            "tables/site-settings.jsonl",
            '"#b4441f"',
            '"red;} * {"',
            "accent_light: Enter a color as # and six digits from 0 to f, such as #b4441f.",
        ),
        (
            "tables/people.jsonl",
            '"https://ana.example.org/"',
            '" java\\tscript:alert(1)"',
            "website: “ java\tscript:alert(1)” isn’t a web address.",
        ),
    ],
)
def test_values_that_the_site_itself_refuses_are_named(settings_export, name, old, new, sentence):
    change(settings_export, name, old, new)

    assert refusal_of(settings_export) == f"{name}, line 1: {sentence}"


def test_references_to_what_is_not_there_are_refused(export):
    person = json.loads((export / "tables/people.jsonl").read_text())
    change(export, "entries/post/7-a-post.md", f"- id: {person['id']}", "- id: 999999")

    assert "doesn’t fit this site" in refusal_of(export)


def test_unfinished_export_is_refused(export):
    (export / "unfinished.jsonl").write_text("")

    assert refusal_of(export) == (
        f"The export in {export} was interrupted. Run export_site with the same folder again, and "
        "import it then."
    )


def test_export_of_another_format_is_refused(export):
    change(export, "site.json", '"format": 1', '"format": 2')

    assert refusal_of(export).startswith("site.json has another format than this version")


def test_import_that_cannot_store_files_leaves_nothing(tmp_path, settings):
    fill_site()
    export_site(tmp_path / "export")
    empty_database()
    settings.MEDIA_ROOT = str(tmp_path / "file")
    (tmp_path / "file").write_text("")

    assert "can’t be stored in MEDIA_ROOT" in refusal_of(tmp_path / "export")


def test_new_rows_get_numbers_above_the_imported_ones(export):
    import_site(export)

    assert PostFactory().pk > 7
    assert PersonFactory().pk > 1


def test_texts_are_rendered_again_and_never_taken_from_the_folder(export):
    change(export, "entries/post/7-a-post.md", "The first paragraph.", "*Hello* <script>x</script>")

    import_site(export)

    assert "<script" not in Entry.objects.get(pk=7).body_html
    assert "<em>Hello</em>" in Entry.objects.get(pk=7).body_html

"""Make the site that a folder has, with the same numbers, in an empty database."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import batched
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files.base import File
from django.db import DatabaseError, models, transaction

from blog.models import Comment
from content.exceptions import FileNotStored
from content.markdown import render_comment
from content.media.files import write
from content.models import Entry, User
from events.models import ConsentText
from imports.exceptions import SiteImportRefused, UnreadableFile
from imports.front_matter import read_front_matter
from imports.running import import_run
from imports.site.checking import CheckedFolder, check_folder
from imports.site.entries import BATCH, Rows, columns_of, kind_of, rows_of_entry
from imports.site.exporting import OnProgress
from imports.site.rendering import render_texts
from imports.site.rows_sql import check_constraints, continue_numbers, copy_rows
from imports.site.tables import stored_fields, table_file, table_models
from imports.site.values import from_json, missing_value

# `migrate` adds the first of these to every database.
COME_WITH_THE_SITE = [ConsentText]


def import_site(
    path: Path,
    *,
    is_dry_run: bool = False,
    on_progress: OnProgress = lambda what, done: None,
) -> Counter:
    """Import everything, or nothing, and return how many there are of what.

    A dry run does the same, except that it stores no files, and undoes it. Raises
    SiteImportRefused and ImportRunning.
    """
    folder = check_folder(path)
    done: Counter = Counter()
    with import_run(is_dry_run=is_dry_run), transaction.atomic():
        refuse_filled_database()
        for model in COME_WITH_THE_SITE:
            model._base_manager.all().delete()
        with explain_database_errors("The export"):
            load_tables(folder, done, on_progress)
            load_entries(folder, done, on_progress)
            # Earlier versions had threads of any depth.
            Comment.objects.flatten_threads()
            check_constraints()
            continue_numbers(list(apps.get_models(include_auto_created=True)))
        render_texts(on_progress)
        if not is_dry_run:
            store_files(folder, on_progress)
        done["files"] = len(folder.in_folder("media"))
    return done


def refuse_filled_database() -> None:
    filled = [
        str(model._meta.verbose_name_plural)
        for model in [Entry, *table_models(with_private=True)]
        if model not in COME_WITH_THE_SITE and model._base_manager.exists()
    ]
    if filled:
        raise SiteImportRefused(
            f"This database isn’t empty: it has {', '.join(filled)}. Create another database, set "
            "DATABASE_URL to it, run “manage.py migrate”, and import the site there."
        )


def load_tables(folder: CheckedFolder, done: Counter, on_progress: OnProgress) -> None:
    expected = {table_file(model): model for model in table_models(with_private=True)}
    for name in [*folder.in_folder("tables"), *folder.in_folder("private")]:
        if name not in expected:
            raise SiteImportRefused(
                f"This version of the site has nothing to put {name} into. Import the export with "
                "the version that wrote it."
            )
        model = expected[name]
        label = str(model._meta.verbose_name_plural)
        fields = [each for each in model._meta.local_concrete_fields if not each.generated]

        def rows(name=name, model=model, fields=fields, label=label) -> Iterator[list[Any]]:
            for line, values in folder.read_rows(name):
                done[label] += 1
                with explain_row(f"{name}, line {line}"):
                    yield read_row(model, fields, values)

        # Complete before they are copied: reading a row may take a query.
        for batch in batched(rows(), BATCH):
            with explain_database_errors(name):
                copy_rows(model, fields, batch)
            on_progress(label, done[label])


def read_row(
    model: type[models.Model], fields: list[models.Field], values: dict[str, Any]
) -> list[Any]:
    known = stored_fields(model, with_private=True)
    unknown = set(values) - {field.attname for field in known}
    if unknown:
        raise ValidationError(f"this version of the site doesn’t know “{min(unknown)}.”")
    if model in FILL_IN:
        values = {**values, **FILL_IN[model](values)}
    row = []
    for field in fields:
        try:
            stored = (
                from_json(field, values[field.attname])
                if field.attname in values
                else missing_value(field)
            )
        except ValidationError as error:
            raise ValidationError(f"{field.name}: {' '.join(error.messages)}") from error
        row.append(stored)
    return row


def fill_in_comment(row: dict[str, Any]) -> dict[str, Any]:
    return {"text_html": render_comment(str(row.get("text", "")))}


def fill_in_user(row: dict[str, Any]) -> dict[str, Any]:
    """Without private data, only the name is known: the account is there for the histories."""
    password = {"password": make_password(None)}
    if "email" in row:
        return password
    unknown = {"is_active": False, "is_staff": False, "is_superuser": False}
    return {**password, **unknown, "email": f"user-{row.get('id')}@example.invalid"}


FILL_IN: dict[type[models.Model], Callable[[dict[str, Any]], dict[str, Any]]] = {
    Comment: fill_in_comment,
    User: fill_in_user,
}


def load_entries(folder: CheckedFolder, done: Counter, on_progress: OnProgress) -> None:
    tags = dict(apps.get_model("taggit", "Tag")._base_manager.values_list("name", "pk"))
    for names in batched(folder.in_folder("entries"), BATCH):
        rows: Rows = {}
        for name in names:
            with explain_row(name):
                values, body = read_front_matter(folder.read_entry(name))
                kind = kind_of(values)
                for model, row in rows_of_entry(kind, values, body, tags):
                    rows.setdefault(model, []).append(row)
            done[kind.plural] += 1
            on_progress(kind.plural, done[kind.plural])
        with explain_database_errors(f"One of {names[0]} to {names[-1]}"):
            for model, found in rows.items():
                copy_rows(model, columns_of(model), found)


def store_files(folder: CheckedFolder, on_progress: OnProgress) -> None:
    for done, name in enumerate(folder.in_folder("media"), start=1):
        with folder.open(name) as file:
            try:
                write(name.removeprefix("media/"), File(file))
            except (FileNotStored, SuspiciousFileOperation) as error:
                raise SiteImportRefused(
                    f"{name} can’t be stored in MEDIA_ROOT: is its disk full, and may the site "
                    "write there? Nothing else was imported. Fix that, and run the import again."
                ) from error
        on_progress("files", done)


@contextmanager
def explain_row(where: str) -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        raise SiteImportRefused(f"{where}: {' '.join(error.messages)}") from error
    except UnreadableFile as error:
        raise SiteImportRefused(f"{where}: {error}") from error


@contextmanager
def explain_database_errors(where: str) -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        problem = str(error).splitlines()[0]
        raise SiteImportRefused(
            f"{where} doesn’t fit this site ({problem}). Nothing was imported. Was it changed "
            "after the export?"
        ) from error

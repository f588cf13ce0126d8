"""Texts stored before the fields cleaned them are cleaned by the migrations."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from taggit.models import Tag

from content.models import Person
from tests.factories import PersonFactory

APPS = ("blog", "content", "events", "wiki")


def migrations_of(executor: MigrationExecutor) -> list[tuple[str, str]]:
    nodes = executor.loader.graph.nodes
    return [key for key in nodes if key[0] in APPS and key[1].endswith("_clean_stored_texts")]


@pytest.mark.django_db
def test_stored_texts_are_cleaned_and_equal_tags_kept(capsys):
    person = PersonFactory()
    # Past the field, which cleans what it is given.
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE content_person SET name = %s WHERE id = %s", ["Jose\u0301\x07", person.pk]
        )
    Tag.objects.create(name="si\u00e8cle", slug="siecle")
    second = Tag.objects.create(name="si\u00e8cle 2", slug="siecle-2")
    Tag.objects.filter(pk=second.pk).update(name="sie\u0300cle")
    executor = MigrationExecutor(connection)
    keys = migrations_of(executor)

    # Tables of the other apps may be gone since. Their migrations do the same.
    for key in [key for key in keys if key[0] == "content"]:
        migration = executor.loader.graph.nodes[key]
        state = executor.loader.project_state([key])
        with connection.schema_editor(atomic=False) as editor:
            for operation in migration.operations:
                operation.database_forwards(key[0], editor, state, state)

    assert {app for app, _ in keys} == set(APPS)
    assert Person.objects.get(pk=person.pk).name == "Jos\u00e9"
    assert set(Tag.objects.values_list("name", flat=True)) == {"si\u00e8cle", "sie\u0300cle"}
    assert f"taggit.Tag {second.pk}: name" in capsys.readouterr().err

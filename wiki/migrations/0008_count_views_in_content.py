import django.db.models.deletion
from django.db import migrations, models

BATCH = 2_000


def copy_counts(apps, schema_editor):
    ReadCount = apps.get_model("wiki", "ReadCount")
    ViewCount = apps.get_model("content", "ViewCount")
    counts = ReadCount.objects.values("entry_id", "day", "count").iterator(chunk_size=BATCH)
    batch = []
    for facts in counts:
        batch.append(ViewCount(**facts))
        if len(batch) == BATCH:
            ViewCount.objects.bulk_create(batch, ignore_conflicts=True)
            batch = []
    ViewCount.objects.bulk_create(batch, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0033_what_readers_view"),
        ("wiki", "0007_clean_stored_texts"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="downloadcount",
            index=models.Index(fields=["day"], include=("file", "count"), name="downloads_by_day"),
        ),
        migrations.RunPython(copy_counts, migrations.RunPython.noop),
        # The old code still counts into its table until it is stopped. Entries that the new code
        # deletes must not wait for it.
        migrations.AlterField(
            model_name="readcount",
            name="entry",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="read_counts",
                to="content.entry",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="ReadCount")]
        ),
    ]

import hashlib

from django.core.files.storage import default_storage
from django.db import migrations, models


def hash_stored(apps, schema_editor):
    """A file that is missing stays without a hash: no one can have downloaded it."""
    image = apps.get_model("content", "Image")
    for pk, path in image.objects.values_list("pk", "file").iterator():
        try:
            with default_storage.open(path) as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            continue
        image.objects.filter(pk=pk).update(stored_hash=found)


class Migration(migrations.Migration):
    dependencies = [("content", "0013_plain_words")]

    operations = [
        migrations.AddField(
            model_name="image",
            name="stored_hash",
            field=models.CharField(
                blank=True,
                db_default="",
                db_index=True,
                default="",
                editable=False,
                help_text="SHA-256 of the file in the site’s own encoding.",
                max_length=64,
            ),
        ),
        migrations.RunPython(hash_stored, migrations.RunPython.noop),
    ]

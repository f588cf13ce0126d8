from django.conf import settings
from django.db import migrations, models


def keep_linked(apps, schema_editor):
    """Record the documents that texts link to now."""
    link, document = apps.get_model("content", "Link"), apps.get_model("content", "Document")
    prefix = settings.MEDIA_URL
    links = link.objects.filter(address__startswith=prefix).values_list("entry", "address")
    documents = {prefix + file: pk for pk, file in document.objects.values_list("pk", "file")}
    through = apps.get_model("content", "Entry").documents.through
    through.objects.bulk_create(
        [
            through(entry_id=entry, document_id=documents[address])
            for entry, address in links
            if address in documents
        ],
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [("content", "0011_clean_stored_texts")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="documents",
            field=models.ManyToManyField(
                editable=False, related_name="entries", to="content.document"
            ),
        ),
        migrations.RunPython(keep_linked, migrations.RunPython.noop),
    ]

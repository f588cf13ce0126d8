import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0015_indexes_for_many_entries"),
        ("events", "0008_plain_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="recording",
            name="file",
            field=models.ForeignKey(
                blank=True,
                help_text="The video or audio itself, if it is on this site.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="content.document",
            ),
        ),
    ]

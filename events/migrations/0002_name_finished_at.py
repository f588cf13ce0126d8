# The columns keep their names, so that code from before this migration keeps running.
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="settled_at",
            field=models.DateTimeField(db_column="settled_at", null=True),
        ),
        migrations.RenameField(
            model_name="delivery", old_name="settled_at", new_name="finished_at"
        ),
    ]

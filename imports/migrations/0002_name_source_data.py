# The column keeps its name, so that code from before this migration keeps running.
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="sourcerecord",
            name="said",
            field=models.JSONField(
                db_column="said", default=dict, help_text="What the source said at the last import."
            ),
        ),
        migrations.RenameField(model_name="sourcerecord", old_name="said", new_name="data"),
    ]

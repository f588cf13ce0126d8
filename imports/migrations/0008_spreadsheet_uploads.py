import django.db.models.deletion
from django.db import migrations, models

import content.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0007_interrupted_imports"),
    ]

    operations = [
        # The table keeps its name, so that the old code runs alongside the new.
        migrations.AlterModelTable(name="resourceupload", table="imports_resourceupload"),
        migrations.RenameModel(old_name="ResourceUpload", new_name="SpreadsheetUpload"),
        migrations.AddField(
            model_name="spreadsheetupload",
            name="kind",
            field=content.models.fields.LineField(
                db_default="resources", help_text="What the file lists.", max_length=20
            ),
        ),
        migrations.AddField(
            model_name="spreadsheetupload",
            name="choices",
            field=models.JSONField(
                db_default={}, default=dict, help_text="What was chosen for this import."
            ),
        ),
        migrations.AddField(
            model_name="spreadsheetupload",
            name="started_at",
            field=models.DateTimeField(help_text="When its rows were to be imported.", null=True),
        ),
        migrations.AddField(
            model_name="spreadsheetupload",
            name="rows_done",
            field=models.PositiveIntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name="spreadsheetupload",
            name="rows_in_all",
            field=models.PositiveIntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name="spreadsheetupload",
            name="run",
            field=models.ForeignKey(
                help_text="The report, once it is done.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                to="imports.importrun",
            ),
        ),
    ]

# The columns keep their names, so that code from before this migration keeps running.
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wiki", "0002_plain_labels"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="suggestion",
            name="settled_at",
            field=models.DateTimeField(db_column="settled_at", editable=False, null=True),
        ),
        migrations.RenameField(
            model_name="suggestion", old_name="settled_at", new_name="resolved_at"
        ),
        migrations.AlterField(
            model_name="suggestion",
            name="settled_by",
            field=models.ForeignKey(
                db_column="settled_by_id",
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RenameField(
            model_name="suggestion", old_name="settled_by", new_name="resolved_by"
        ),
        migrations.AlterField(
            model_name="problemreport",
            name="settled_at",
            field=models.DateTimeField(
                blank=True, db_column="settled_at", editable=False, null=True
            ),
        ),
        migrations.RenameField(
            model_name="problemreport", old_name="settled_at", new_name="resolved_at"
        ),
        migrations.AlterField(
            model_name="problemreport",
            name="settled_by",
            field=models.ForeignKey(
                db_column="settled_by_id",
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RenameField(
            model_name="problemreport", old_name="settled_by", new_name="resolved_by"
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0006_site_export"),
    ]

    operations = [
        migrations.AlterField(
            model_name="importrun",
            name="finished_at",
            field=models.DateTimeField(null=True, verbose_name="finished"),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0007_similar_titles")]

    operations = [
        migrations.AddConstraint(
            model_name="formertitle",
            constraint=models.UniqueConstraint(fields=("key", "entry"), name="former_title_once"),
        ),
        migrations.AlterField(
            model_name="formertitle",
            name="key",
            field=models.CharField(max_length=300),
        ),
    ]

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0009_search_plain_words"),
        ("events", "0004_dates_in_bounds"),
    ]

    operations = [
        # A generated column can't be altered. Adding it computes it for the rows that exist.
        migrations.RemoveIndex(model_name="passage", name="passage_search"),
        migrations.RemoveField(model_name="passage", name="search_vector"),
        migrations.AddField(
            model_name="passage",
            name="search_vector",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.SearchVector(
                    models.Func("text", function="search_words", output_field=models.TextField()),
                    config="site_english",
                    weight=None,
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="passage",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_vector"], name="passage_search"
            ),
        ),
    ]

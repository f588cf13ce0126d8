import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.text
from django.db import migrations, models

CONFIG = "site_english"
TAG_OR_ADDRESS = (
    r"<(?:!--[^>]*|/?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?)>"
    r"|\]\((?:https?://([^)/\s]*))?[^)\s]*"
)
NOT_A_HEADING = r"^(?!#{1,6} ).*$"
BODY = django.db.models.functions.text.Left("body", 100000)


def replaced(text, pattern, replacement, flags):
    return models.Func(
        text,
        models.Value(pattern),
        models.Value(replacement),
        models.Value(flags),
        function="regexp_replace",
        output_field=models.TextField(),
    )


def search_vector(text, weight=None):
    words = models.Func(text, function="search_words", output_field=models.TextField())
    return django.contrib.postgres.search.SearchVector(words, config=CONFIG, weight=weight)


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0015_indexes_for_many_entries"),
    ]

    operations = [
        # A generated column can't be altered. Adding it computes it for the entries that exist.
        migrations.RemoveIndex(model_name="entry", name="entry_search"),
        migrations.RemoveField(model_name="entry", name="search_vector"),
        migrations.AddField(
            model_name="entry",
            name="search_vector",
            field=models.GeneratedField(
                db_persist=True,
                expression=(
                    search_vector("title", "A")
                    + search_vector("summary", "B")
                    + search_vector("maker_line", "B")
                    + search_vector(replaced(BODY, NOT_A_HEADING, "", "gn"), "B")
                    + search_vector(replaced(BODY, TAG_OR_ADDRESS, r" \1 ", "g"), "C")
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="title_vector",
            field=models.GeneratedField(
                db_persist=True,
                expression=search_vector("title"),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_vector"], name="entry_search"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["title_vector"], name="entry_title_search"
            ),
        ),
    ]

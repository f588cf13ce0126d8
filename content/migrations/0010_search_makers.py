import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.text
from django.db import migrations, models

CONFIG = "site_english"
TAG_OR_ADDRESS = (
    r"<(?:!--[^>]*|/?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?)>"
    r"|\]\((?:https?://([^)/\s]*))?[^)\s]*"
)


def plain_words(text):
    return models.Func(text, function="search_words", output_field=models.TextField())


def search_vector(text, weight):
    return django.contrib.postgres.search.SearchVector(
        plain_words(text), config=CONFIG, weight=weight
    )


SHOWN_BODY = models.Func(
    django.db.models.functions.text.Left("body", 100000),
    models.Value(TAG_OR_ADDRESS),
    models.Value(r" \1 "),
    models.Value("g"),
    function="regexp_replace",
    output_field=models.TextField(),
)


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0009_search_plain_words"),
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
                    + search_vector(SHOWN_BODY, "C")
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_vector"], name="entry_search"
            ),
        ),
    ]

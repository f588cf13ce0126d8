from django.db import migrations

from content.migrations._clean_texts import clean_app


class Migration(migrations.Migration):
    dependencies = [("events", "0005_search_plain_words")]

    operations = [migrations.RunPython(clean_app("events"), migrations.RunPython.noop)]

from django.db import migrations

from content.migrations._clean_texts import clean_app


class Migration(migrations.Migration):
    dependencies = [("wiki", "0006_search_plain_words")]

    operations = [migrations.RunPython(clean_app("wiki"), migrations.RunPython.noop)]

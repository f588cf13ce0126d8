from django.db import migrations

from content.migrations._clean_texts import clean_app


class Migration(migrations.Migration):
    dependencies = [("blog", "0005_bound_part_numbers")]

    operations = [migrations.RunPython(clean_app("blog"), migrations.RunPython.noop)]

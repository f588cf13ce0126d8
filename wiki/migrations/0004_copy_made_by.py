from django.db import migrations

COPY = """
UPDATE content_entry AS entry SET maker_line = resource.made_by
  FROM wiki_resource AS resource
 WHERE resource.entry_ptr_id = entry.id AND entry.maker_line <> resource.made_by
"""


class Migration(migrations.Migration):
    dependencies = [
        ("wiki", "0003_name_resolved_fields"),
        ("content", "0006_name_the_maker"),
    ]

    operations = [migrations.RunSQL(COPY, migrations.RunSQL.noop)]

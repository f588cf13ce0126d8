from django.db import migrations

from content.migrations._clean_texts import clean_app


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0010_search_makers"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ]

    operations = [
        migrations.RunPython(clean_app("content"), migrations.RunPython.noop),
        migrations.RunPython(clean_app("taggit"), migrations.RunPython.noop),
    ]

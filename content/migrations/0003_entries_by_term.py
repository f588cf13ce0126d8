from django.db import migrations


class Migration(migrations.Migration):
    """Find the latest entries of a topic or a place without sorting all of them."""

    dependencies = [("content", "0002_image_rendered_at")]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX entries_by_{term} ON content_entry_{term}s ({term}_id, entry_id)",
            f"DROP INDEX entries_by_{term}",
        )
        for term in ("topic", "place")
    ]

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0004_count_attempts"),
        ("events", "0006_clean_stored_texts"),
    ]

    # Hashes kept for a day: no one loses anything.
    operations = [migrations.DeleteModel(name="Attempt")]

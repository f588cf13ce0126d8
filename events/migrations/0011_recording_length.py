import re

from django.db import migrations, models

# Where a caption ends: --> 00:52:10.000
CAPTION_END = re.compile(r"-->\s*(?:(\d+):)?(\d+):(\d+)\.")


def take_lengths_from_transcripts(apps, schema_editor):
    Recording = apps.get_model("events", "Recording")
    for recording in Recording.objects.exclude(transcript_vtt="").iterator(chunk_size=50):
        ends = [
            int(hours or 0) * 3_600 + int(minutes) * 60 + int(seconds)
            for hours, minutes, seconds in CAPTION_END.findall(recording.transcript_vtt)
        ]
        if ends:
            recording.seconds = max(ends)
            recording.save(update_fields=["seconds"])


class Migration(migrations.Migration):
    dependencies = [("events", "0010_long_answers")]

    operations = [
        migrations.AddField(
            model_name="recording",
            name="seconds",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="In seconds. Empty if unknown.",
                null=True,
                verbose_name="length",
            ),
        ),
        migrations.RunPython(take_lengths_from_transcripts, migrations.RunPython.noop),
    ]

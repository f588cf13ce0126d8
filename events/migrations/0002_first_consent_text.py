from django.db import migrations

TEXT = """\
We keep your name, your email address and your answers to hold this event: to confirm your seat, to \
remind you, to tell you of changes, and to send you the recording. Nobody else gets them. {months} \
months after the event they are deleted, and with the link in each of our mails you can see, change \
or delete them yourself at any time."""


def add_first_text(apps, schema_editor) -> None:
    apps.get_model("events", "ConsentText").objects.get_or_create(
        version=1, defaults={"text": TEXT}
    )


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [migrations.RunPython(add_first_text, migrations.RunPython.noop)]

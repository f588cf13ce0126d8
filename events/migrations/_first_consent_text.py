TEXT = """\
We keep your name, your email address, and your answers to run this event: to confirm your seat, \
remind you, tell you about changes, and send you the recording. We share them with no one, and we \
delete them {months} months after the event. With the link in any of our emails, you can see, \
change, or delete them yourself at any time."""


def add_first_consent_text(apps, schema_editor) -> None:
    apps.get_model("events", "ConsentText").objects.get_or_create(
        version=1, defaults={"text": TEXT}
    )

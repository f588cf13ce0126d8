from content.attempts import count_attempt
from content.exceptions import TooManyAttempts
from content.mail import EmailContent
from content.models import Reader
from content.readers.confirming import PER_ADDRESS
from content.readers.emails import email_reader
from content.readers.finding import clean_email
from content.site import site_name


def send_own_link(email: str) -> None:
    """Email readers the link to everything of theirs, unless we don't know the address."""
    reader = Reader.objects.filter(email=clean_email(email)).first()
    if reader is None:
        return
    try:
        count_attempt({PER_ADDRESS: reader.email})
    except TooManyAttempts:
        # They have just got several.
        return
    email_reader(
        reader=reader,
        purpose="own link",
        content=EmailContent(
            subject=f"Your link to {site_name()}",
            paragraphs=[
                "You asked for the link to everything of yours on our site. It is below. Anyone "
                "who has it can change and erase what is there, so don’t pass it on."
            ],
        ),
    )

"""This app's jobs, for the worker to find."""

from procrastinate.contrib.django import app

from blog.services.comments import delete_unconfirmed
from blog.services.moderating import send_digest


# In UTC: in the morning in the United States.
@app.periodic(cron="5 12 * * *")
@app.task(name="blog.email_moderators", queueing_lock="email-moderators")
def email_moderators(timestamp: int) -> None:
    """Email moderators once a day which comments wait for them."""
    send_digest()


@app.periodic(cron="12 8 * * *")
@app.task(name="blog.delete_unconfirmed", queueing_lock="delete-unconfirmed")
def delete_unconfirmed_comments(timestamp: int) -> None:
    """Delete comments that no one confirmed within a week."""
    delete_unconfirmed()

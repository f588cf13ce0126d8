"""This app's jobs, for the worker to find."""

from procrastinate.contrib.django import app

from blog.services.moderating import send_digest


# In UTC: in the morning in the United States.
@app.periodic(cron="5 12 * * *")
@app.task(name="blog.email_moderators", queueing_lock="email-moderators")
def email_moderators(timestamp: int) -> None:
    """Email moderators once a day which comments wait for them."""
    send_digest()

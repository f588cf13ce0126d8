"""This app's jobs, which run on a schedule."""

from procrastinate.contrib.django import app

from following.services.follows import forget_unconfirmed
from following.services.mailings import plan_mailings

__all__ = ["forget_unconfirmed_follows", "plan"]


@app.periodic(cron="* * * * *")
@app.task(name="following.plan", queueing_lock="following-plan", lock="following-plan")
def plan(timestamp: int) -> None:
    """Email followers about what has just become public, and plan the digests that are due."""
    plan_mailings()


@app.periodic(cron="53 8 * * *")
@app.task(name="following.forget_unconfirmed", queueing_lock="following-forget")
def forget_unconfirmed_follows(timestamp: int) -> None:
    """Delete what someone asked to follow and no one confirmed."""
    forget_unconfirmed()

"""This app's jobs, which run on a schedule."""

from procrastinate.contrib.django import app

from following.services.mailings import plan_mailings


@app.periodic(cron="* * * * *")
@app.task(name="following.plan", queueing_lock="following-plan", lock="following-plan")
def plan(timestamp: int) -> None:
    """Email followers about what has just become public, and plan the digests that are due."""
    plan_mailings()

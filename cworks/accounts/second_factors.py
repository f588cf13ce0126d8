"""Who must have a second way to prove who they are, and by when."""

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone

from content.kinds import EDITORS
from content.models import User

# What has to be there before recovery codes can be.
FACTORS = [Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP]


def has_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def is_required_for(user: User) -> bool:
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    return user.is_superuser or user.groups.filter(name=EDITORS).exists()


def find_due_date(user: User) -> date | None:
    """Return by when a user has to add a second factor, or None if they don’t have to.

    The days of grace begin when someone for whom it is required first opens a page, and only once.
    """
    if not is_required_for(user) or has_factor(user):
        return None
    if user.second_factor_due is None:
        today = timezone.localdate()
        user.second_factor_due = today + timedelta(days=settings.SECOND_FACTOR_GRACE_DAYS)
        User.objects.filter(pk=user.pk).update(second_factor_due=user.second_factor_due)
    return user.second_factor_due


def is_over(due: date | None) -> bool:
    return due is not None and timezone.localdate() > due

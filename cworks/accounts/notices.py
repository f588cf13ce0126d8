"""What the audit trail and the account’s owner learn about an account."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from content import sign_ins
from content.activity import record
from content.mail import EmailContent
from content.mail.emails import email_users
from content.models import Activity, User
from content.moments import format_minute
from content.site import site_name
from content.views.requests import network_address
from cworks.accounts.sessions import describe_device

NAMES = {
    Authenticator.Type.WEBAUTHN: "passkey",
    Authenticator.Type.TOTP: "authenticator app",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}


def tell_owner(user: User, *, subject: str, sentence: str, request: HttpRequest) -> None:
    """Email someone what happened to their account, on which device, and what they can do."""
    content = EmailContent(
        subject=subject,
        paragraphs=[
            sentence,
            "If this wasn’t you, change your password, end that session, and tell an "
            "administrator.",
        ],
        facts=[
            ("When", format_minute(timezone.localtime())),
            ("Device", describe_device(request.headers.get("User-Agent", ""))),
            ("Network address", network_address(request)),
        ],
        button=("Check your account", f"{settings.SITE_URL}{reverse('your-account')}"),
    )
    email_users(users=[user], purpose="account", content=content)


def note_sign_in(*, request: HttpRequest, user: User, **kwargs) -> None:
    """Report a new device to its user. Connected before Django sets the time of the sign-in."""
    if "REMOTE_ADDR" not in request.META:
        return  # Django’s tests sign in without a request.
    request.signed_in = user  # type: ignore[attr-defined]
    is_known = sign_ins.read_device(request.COOKIES, email=user.email)
    if is_known or user.last_login is None:
        return
    tell_owner(
        user,
        subject=f"New sign-in to {site_name()}",
        sentence="Someone signed in to your account on a device that the site didn’t know.",
        request=request,
    )


def note_added(*, request: HttpRequest, user: User, authenticator, **kwargs) -> None:
    note_change(user, request, authenticator, "Added", "was added to")


def note_removed(*, request: HttpRequest, user: User, authenticator, **kwargs) -> None:
    note_change(user, request, authenticator, "Removed", "was removed from")


def note_reset(*, request: HttpRequest, user: User, authenticator, **kwargs) -> None:
    note_change(user, request, authenticator, "Replaced", "was replaced in")


def note_change(user: User, request: HttpRequest, authenticator, verb: str, became: str) -> None:
    name = NAMES[authenticator.type]
    what = f"{verb} a second factor: {name}"
    record(Activity.Matter.ACCOUNT, what, by=user, about=user)
    tell_owner(
        user,
        subject=f"Your account at {site_name()} has changed",
        sentence=f"A way to sign in {became} your account: {name}.",
        request=request,
    )


def note_failure(*, request: HttpRequest, user: User, reauthentication: bool, **kwargs) -> None:
    what = f"Wrong code of a second factor, from {network_address(request)}"
    record(Activity.Matter.FAILED_SIGN_IN, what, by=None, about=user)

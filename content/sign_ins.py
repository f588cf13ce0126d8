"""Limits on guessing passwords.

An attempt is counted before the password is hashed, which takes half a second of processor time:
see docs/decisions/sign-in-limits.md.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.core import signing
from django.utils.crypto import get_random_string

from content.attempts import AttemptLimit, count_attempt, forget_attempts
from content.models import CountedAttempt, User
from content.rate_limits import network_of

WITHIN = timedelta(minutes=15)
PER_DEVICE = AttemptLimit("sign-in on a known device", at_most=10, within=WITHIN)
PER_ACCOUNT_AND_NETWORK = AttemptLimit("sign-in from a network", at_most=5, within=WITHIN)
PER_ACCOUNT = AttemptLimit("sign-in to an account", at_most=20, within=WITHIN)
# An office shares one network. Right passwords don't count.
PER_NETWORK = AttemptLimit("sign-ins of a network", at_most=30, within=WITHIN)
# Many machines that try many accounts get no more of the processor than this.
PER_SITE = AttemptLimit("sign-ins on new devices", at_most=40, within=timedelta(minutes=1))
# Six digits; guessing them takes the password first.
CODES_PER_ACCOUNT = AttemptLimit("codes of an account", at_most=10, within=WITHIN)
# An app’s code is valid for a minute and a half.
CODE_ONCE = AttemptLimit("code that was used", at_most=1, within=timedelta(minutes=2))
RESETS_PER_ACCOUNT = AttemptLimit("password link to an account", at_most=3, within=WITHIN)
RESETS_PER_NETWORK = AttemptLimit("password links of a network", at_most=10, within=WITHIN)

DEVICE_COOKIE = "device"
DEVICE_KNOWN_FOR = timedelta(days=180)
SALT = "content.sign_ins"


def count_sign_in(*, email: str, address: str, device: str) -> CountedAttempt:
    """Count an attempt to sign in, before its password is checked. Delete the row if it is right.

    `address` is a network address, and `device` is what `read_device` returned. Raises
    TooManyAttempts.
    """
    account = normalize(email)
    if device:
        # Others can't use up its attempts, so no attack keeps a colleague from signing in on it.
        return count_attempt({PER_DEVICE: device})
    return count_attempt(
        {
            PER_ACCOUNT_AND_NETWORK: f"{account} {network_of(address)}",
            PER_ACCOUNT: account,
            PER_NETWORK: address,
            PER_SITE: "",
        }
    )


def count_code(user: User) -> CountedAttempt:
    """Count an attempt at a code of a second factor. Raises TooManyAttempts."""
    return count_attempt({CODES_PER_ACCOUNT: str(user.pk)})


def use_code_once(user: User, code: str) -> None:
    """Raises TooManyAttempts if this user has just used this code."""
    count_attempt({CODE_ONCE: f"{user.pk} {code.strip()}"})


def count_password_link(*, email: str, address: str) -> None:
    """Count that someone asks for a link to choose a password. Raises TooManyAttempts."""
    count_attempt({RESETS_PER_ACCOUNT: normalize(email), RESETS_PER_NETWORK: address})


def forget_sign_ins(user: User) -> None:
    """Let someone sign in again at once who would have to wait."""
    forget_attempts(PER_ACCOUNT, normalize(user.email))
    forget_attempts(CODES_PER_ACCOUNT, str(user.pk))


def write_device(user: User) -> str:
    """Return a cookie that says that this user has signed in on this device."""
    return signing.dumps([normalize(user.email), get_random_string(22)], salt=SALT)


def read_device(cookies: Mapping[str, str], *, email: str) -> str:
    """Return the device's name if someone has signed in to this account on it, or ""."""
    cookie = cookies.get(DEVICE_COOKIE, "")
    try:
        account, device = signing.loads(cookie, salt=SALT, max_age=DEVICE_KNOWN_FOR)
    except signing.BadSignature:
        return ""
    return device if account == normalize(email) else ""


def normalize(email: str) -> str:
    return email.strip().casefold()

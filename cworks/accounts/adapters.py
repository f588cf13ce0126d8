"""How django-allauth signs people in here."""

from typing import cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from content.exceptions import TooManyAttempts
from content.models import User
from content.sign_ins import count_sign_in
from content.site import site_name
from content.views.requests import network_address
from cworks.accounts import single_sign_on
from cworks.sign_in import describe_wait

# {the template that allauth would show: what we say}
SENTENCES = {
    "mfa/messages/totp_activated.txt": "You can sign in with codes of your app now.",
    "mfa/messages/totp_deactivated.txt": "You can’t sign in with codes of your app anymore.",
    "mfa/messages/webauthn_added.txt": "You can sign in with this passkey now.",
    "mfa/messages/webauthn_removed.txt": "You can’t sign in with this passkey anymore.",
    "mfa/messages/recovery_codes_generated.txt": "You have new recovery codes.",
}
# {what allauth calls a way to confirm who someone is: what we say}
WAYS = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use a code of your app, or a recovery code",
    "mfa_reauthenticate:webauthn": "Use a passkey",
}
REFUSED = "This account can’t sign in here. Ask an administrator."


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return network_address(request)

    def pre_login(self, request: HttpRequest, user: User, **facts) -> HttpResponse | None:
        if user.is_active and user.is_staff:
            return None
        messages.error(request, REFUSED)
        return HttpResponseRedirect(reverse("admin:login"))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        sentence = message or SENTENCES.get(message_template or "")
        if sentence:
            messages.add_message(request, level, sentence, extra_tags=extra_tags)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Count the attempt before the password is hashed. Raises ValidationError."""
        try:
            attempt = count_sign_in(email=user.email, address="", device=f"user {user.pk}")
        except TooManyAttempts as error:
            raise ValidationError(describe_wait(error.seconds)) from error
        if not user.check_password(password):
            return False
        attempt.delete()
        return True

    def get_reauthentication_methods(self, user: User) -> list[dict]:
        ways = super().get_reauthentication_methods(user)
        return [{**way, "description": WAYS[way["id"]]} for way in ways]

    def is_reauthentication_required(self, *, app: str, **facts) -> bool:
        # Who has only ever signed in through the organization has nothing else to show.
        return bool(self.get_reauthentication_methods(context.request.user))


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This didn’t work. Try again, or use another way.",
    }

    def _get_site_name(self) -> str:
        return site_name()

    def generate_authenticator_name(self, user: User, type: str) -> str:
        return "Passkey"

    def encrypt(self, text: str) -> str:
        """Encrypt a secret, so that a copy of the database is not enough to use it."""
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret, or "" if the keys that it was encrypted with are gone."""
        from cryptography.fernet import InvalidToken

        try:
            return cast(str, cipher().decrypt(encrypted_text.encode()).decode())
        except InvalidToken:
            return ""


def cipher():
    from base64 import urlsafe_b64encode

    from cryptography.fernet import Fernet, MultiFernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    def key_of(secret: str) -> Fernet:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"second factors")
        return Fernet(urlsafe_b64encode(derived.derive(secret.encode())))

    return MultiFernet(map(key_of, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]))


SingleSignOnAdapter = single_sign_on.SingleSignOnAdapter

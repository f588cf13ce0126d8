"""Signing in through the organization’s OpenID provider, such as Google or Microsoft."""

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from content.activity import record
from content.models import Activity, User
from content.phrases import join_list
from content.sign_ins import normalize

PROVIDER = "organization"


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    @transaction.atomic
    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account of someone whom the provider has signed in, or refuse."""
        claims = read_claims(sociallogin.account.extra_data)
        email = normalize(str(claims.get("email") or ""))
        if not is_allowed(email, claims):
            refuse(request, f"Use an email address of {settings.SSO_DOMAIN} to sign in.")
        user = sociallogin.user if sociallogin.is_existing else find_or_add(email, claims)
        if user is None:
            refuse(
                request,
                f"There is no account for {email} yet. Ask an administrator to invite you.",
            )
        if not sociallogin.is_existing:
            sociallogin.connect(request, user)
            record(
                Activity.Matter.ACCOUNT,
                f"Connected with the account at {settings.SSO_NAME}",
                by=user,
                about=user,
            )
        if settings.SSO_GROUPS_CLAIM:
            set_groups(user, claims.get(settings.SSO_GROUPS_CLAIM))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **facts) -> None:
        refuse(request, f"Signing in with {settings.SSO_NAME} didn’t work. Try again.")


def refuse(request: HttpRequest, sentence: str) -> NoReturn:
    messages.error(request, sentence)
    raise ImmediateHttpResponse(HttpResponseRedirect(reverse("admin:login")))


def read_claims(data: dict) -> dict:
    return {**(data.get("id_token") or {}), **(data.get("userinfo") or {})}


def is_allowed(email: str, claims: dict) -> bool:
    """Whether the organization vouches for this address.

    Microsoft doesn’t say whether an address is verified: its issuer is that of one organization,
    whose administrators assign the addresses.
    """
    is_verified = claims.get("email_verified", True) in (True, "true")
    domains = settings.SSO_DOMAIN.lower().split(",")
    return is_verified and email.partition("@")[2] in [each.strip() for each in domains]


def find_or_add(email: str, claims: dict) -> User | None:
    user = User.objects.filter(email__iexact=email).first()
    if user or not settings.SSO_NEW_ACCOUNTS:
        return user
    name = str(claims.get("name") or email.partition("@")[0])[:200]
    user = User.objects.create_user(email, name=name)
    what = f"Added when they signed in with {settings.SSO_NAME}, without a group"
    record(Activity.Matter.ACCOUNT, what, by=None, about=user)
    return user


def set_groups(user: User, claim: Any) -> None:
    """Put a user in exactly the groups that the provider’s claim names, by SSO_GROUPS."""
    named = [claim] if isinstance(claim, str) else claim if isinstance(claim, list) else []
    wanted = {settings.SSO_GROUPS[name] for name in named if name in settings.SSO_GROUPS}
    before = set(user.groups.values_list("name", flat=True))
    # Groups that no claim stands for are assigned here.
    kept = before - set(settings.SSO_GROUPS.values())
    if before == kept | wanted:
        return
    user.groups.set(Group.objects.filter(name__in=kept | wanted))
    groups = join_list(sorted(kept | wanted)) or "no group"
    what = f"Groups set by {settings.SSO_NAME}: {groups}"
    record(Activity.Matter.ACCOUNT, what, by=None, about=user)

"""Signing in through a real OpenID provider, which runs in a thread."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from oidc_provider_mock import User as Claims
from oidc_provider_mock import run_server_in_thread

from content.models import Activity, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PEOPLE = {
    "ada": {"email": "Ada@school.org", "email_verified": True, "name": "Ada", "groups": ["desk"]},
    "microsoft": {"email": "ben@school.org", "name": "Ben"},
    "unverified": {"email": "ada@school.org", "email_verified": False},
    "look-alike": {"email": "ırina@school.org", "email_verified": True},
    "stranger": {"email": "ada@elsewhere.org", "email_verified": True},
}


@pytest.fixture(scope="module")
def provider():
    # As the app does that the settings install.
    registry.register(OpenIDConnectProvider)
    claims = [Claims(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]
    with run_server_in_thread(user_claims=claims) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def _configured(settings, provider):
    settings.SSO_ISSUER, settings.SSO_NAME, settings.SSO_DOMAIN = provider, "Google", "school.org"
    app = {
        "provider_id": "organization",
        "name": "Google",
        "client_id": "cworks",
        "secret": "a secret",
        "settings": {"server_url": provider, "oauth_pkce_enabled": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


class KeepRedirects(HTTPRedirectHandler):
    def http_error_302(self, request, response, code, message, headers):
        return response


def sign_in(client: Client, sub: str) -> str:
    """Sign in at the provider, come back, and return where that leads."""
    page = client.post(reverse("single-sign-on"), {"next": reverse("your-account")})
    address = unescape(re.search(r'class="button" href="([^"]+)"', page.text)[1])
    answer = build_opener(KeepRedirects).open(address, data=f"sub={sub}".encode())
    back = urlsplit(answer.headers["Location"])
    answer.close()
    return client.get(back.path, parse_qs(back.query))["Location"]


def messages_at_sign_in(client: Client) -> list[str]:
    page = client.get(reverse("admin:login"))
    return [str(message) for message in page.context["messages"]]


def test_invited_colleague_signs_in_and_keeps_roles_given_here(client):
    ada = UserFactory(name="Ada", email="ada@school.org")
    ada.groups.add(Group.objects.get(name="Writers"))

    leads_to = sign_in(client, "ada")
    again = sign_in(Client(), "ada")

    assert (leads_to, again) == (reverse("your-account"), reverse("your-account"))
    assert client.get(reverse("admin:index")).context["user"] == ada
    assert [group.name for group in ada.groups.all()] == ["Writers"]
    assert [row.sentence for row in Activity.objects.order_by("pk")] == [
        "User “Ada”: Connected with the account at Google",
        "Signed in from 127.0.0.1, with Google",
        "Signed in from 127.0.0.1, with Google",
    ]


def test_address_that_provider_calls_neither_verified_nor_not_signs_in(client):
    UserFactory(email="ben@school.org")

    assert sign_in(client, "microsoft") == reverse("your-account")


@pytest.mark.parametrize("sub", ["unverified", "stranger"])
def test_address_that_organization_does_not_vouch_for_is_refused(client, sub):
    UserFactory(email="ada@school.org")
    UserFactory(email="ada@elsewhere.org")

    leads_to = sign_in(client, sub)

    assert leads_to == reverse("admin:login")
    assert messages_at_sign_in(client) == ["Use an email address of school.org to sign in."]


def test_letter_that_has_the_same_capital_makes_another_persons_address(client):
    UserFactory(email="irina@school.org")

    assert sign_in(client, "look-alike") == reverse("admin:login")


def test_only_invited_people_sign_in_unless_a_setting_says_otherwise(client, settings):
    refused = sign_in(client, "ada")
    said = messages_at_sign_in(client)
    before = User.objects.count()
    settings.SSO_NEW_ACCOUNTS = True
    accepted = sign_in(client, "ada")

    assert (refused, accepted) == (reverse("admin:login"), reverse("your-account"))
    assert said == [
        "There is no account for ada@school.org yet. Ask an administrator to invite you."
    ]
    assert before == 0
    added = User.objects.get()
    assert (added.email, added.groups.count(), added.has_usable_password()) == (
        "ada@school.org",
        0,
        False,
    )


def test_groups_follow_the_claim_if_a_setting_maps_it(client, settings):
    settings.SSO_GROUPS_CLAIM = "groups"
    settings.SSO_GROUPS = {"desk": "Editors", "staff": "Writers"}
    ada = UserFactory(email="ada@school.org")
    ada.groups.set(Group.objects.filter(name__in=["Writers", "Event managers"]))

    sign_in(client, "ada")

    assert sorted(group.name for group in ada.groups.all()) == ["Editors", "Event managers"]


def test_inactive_account_is_refused(client):
    UserFactory(email="ada@school.org", is_active=False)

    leads_to = sign_in(client, "ada")

    assert leads_to == reverse("admin:login")
    assert messages_at_sign_in(client) == ["This account can’t sign in here. Ask an administrator."]

"""Signing in, and what happens to those who guess passwords."""

from datetime import timedelta

import pytest
from django.contrib.auth import hashers
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.models import CountedAttempt, User
from content.sign_ins import (
    PER_ACCOUNT,
    PER_ACCOUNT_AND_NETWORK,
    PER_DEVICE,
    PER_NETWORK,
    PER_SITE,
    WITHIN,
)
from content.tasks import forget_attempts
from tests.support.threads import run_concurrently

PASSWORD = "correct horse battery"
ADA = "ada@example.org"
ATTACKER, OFFICE = "203.0.113.9", "198.51.100.7"
# More than any limit.
MANY = 1 + max(
    limit.at_most
    for limit in (PER_ACCOUNT, PER_ACCOUNT_AND_NETWORK, PER_DEVICE, PER_NETWORK, PER_SITE)
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ada(db) -> User:
    return User.objects.create_superuser(ADA, PASSWORD, name="Ada")


@pytest.fixture
def hashed(monkeypatch) -> list[str]:
    """The passwords that were hashed, which is what costs time."""
    found = []
    encode = hashers.MD5PasswordHasher.encode

    def record(self, password, *args, **kwargs):
        found.append(password)
        return encode(self, password, *args, **kwargs)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", record)
    return found


def sign_in(password: str = "wrong", *, email: str = ADA, address: str = ATTACKER, client=None):
    return (client or Client()).post(
        reverse("admin:login"), {"username": email, "password": password}, REMOTE_ADDR=address
    )


def guess(times: int, **sender) -> None:
    for _ in range(times):
        sign_in(**sender)


def test_right_password_after_many_wrong_ones_has_to_wait(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    guess(MANY)

    refused = sign_in(PASSWORD)
    time_machine.shift(WITHIN)
    accepted = sign_in(PASSWORD)

    assert (refused.status_code, refused["Retry-After"]) == (429, "900")
    assert (
        "There were too many attempts with a wrong password. Wait 15 minutes, then try again, or "
        "ask an administrator for a link to choose a new password."
    ) in refused.text
    assert accepted.status_code == 302


def test_password_is_not_hashed_once_limit_is_reached(hashed):
    guess(MANY)

    assert hashed == ["wrong"] * PER_ACCOUNT_AND_NETWORK.at_most


def test_attempts_of_one_network_are_limited_for_all_accounts_together(hashed):
    for number in range(MANY):
        sign_in(email=f"{number}@example.org")

    assert len(hashed) == PER_NETWORK.at_most
    assert sign_in(PASSWORD, address=OFFICE).status_code == 302


def test_attempts_from_many_networks_are_limited_for_one_account(hashed):
    for number in range(MANY):
        sign_in(address=f"203.0.{number}.9")

    assert len(hashed) == PER_ACCOUNT.at_most
    assert sign_in(PASSWORD, address=OFFICE).status_code == 429


def test_attempts_from_many_networks_for_many_accounts_are_limited(hashed, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    for number in range(MANY):
        sign_in(email=f"{number}@example.org", address=f"2001:db8:1:{number}::1")

    refused = sign_in(PASSWORD, address=OFFICE)
    time_machine.shift(timedelta(minutes=1))
    accepted = sign_in(PASSWORD, address=OFFICE)

    assert len(hashed) == PER_SITE.at_most + 1
    assert (refused.status_code, refused["Retry-After"], accepted.status_code) == (429, "60", 302)


@pytest.mark.parametrize("email", ["ADA@example.org", " ada@example.org ", "ada@EXAMPLE.org"])
def test_attempts_with_same_address_in_another_spelling_count_together(email):
    guess(PER_ACCOUNT_AND_NETWORK.at_most)

    assert sign_in(PASSWORD, email=email).status_code == 429


@pytest.mark.parametrize("email", ["ırina@example.org", "irına@example.org"])
def test_address_with_a_letter_that_has_the_same_capital_is_no_one_elses(email):
    User.objects.create_superuser("irina@example.org", PASSWORD, name="Irina")

    assert sign_in(PASSWORD, email="irina@example.org").status_code == 302
    assert sign_in(PASSWORD, email=email).status_code == 200


def test_addresses_of_one_ipv6_network_count_together():
    for number in range(PER_ACCOUNT_AND_NETWORK.at_most):
        sign_in(address=f"2001:db8:1:2::{number}")

    assert sign_in(PASSWORD, address="2001:db8:1:2:ffff::1").status_code == 429
    assert sign_in(PASSWORD, address="2001:db8:1:3::1").status_code == 302


def test_proxy_tells_networks_apart(settings):
    settings.BEHIND_PROXY = True
    form = {"username": ADA, "password": "wrong"}
    for number in range(PER_ACCOUNT_AND_NETWORK.at_most):
        # A client can write what it likes before the address that the proxy appends.
        forwarded = {"X-Forwarded-For": f"192.0.2.{number}, {ATTACKER}"}
        Client().post(reverse("admin:login"), form, headers=forwarded)

    answers = [
        Client().post(
            reverse("admin:login"),
            {**form, "password": PASSWORD},
            headers={"X-Forwarded-For": address},
        )
        for address in (f"192.0.2.99, {ATTACKER}", OFFICE)
    ]

    assert [answer.status_code for answer in answers] == [429, 302]


def test_colleague_on_known_device_can_sign_in_during_attack():
    client = Client()
    sign_in(PASSWORD, client=client, address=OFFICE)
    client.post(reverse("admin:logout"))
    for number in range(MANY):
        sign_in(address=f"203.0.{number}.9")
        sign_in(address=OFFICE)

    assert sign_in(PASSWORD, client=client, address=OFFICE).status_code == 302


def test_known_device_is_limited_too(hashed):
    client = Client()
    sign_in(PASSWORD, client=client)
    client.post(reverse("admin:logout"))
    del hashed[:]

    guess(MANY, client=client)

    assert len(hashed) == PER_DEVICE.at_most


def test_device_of_one_account_is_unknown_to_another(hashed):
    User.objects.create_superuser("ben@example.org", PASSWORD, name="Ben")
    client = Client()
    sign_in(PASSWORD, client=client, email="ben@example.org")
    client.post(reverse("admin:logout"))
    del hashed[:]

    guess(MANY, client=client)

    assert len(hashed) == PER_ACCOUNT_AND_NETWORK.at_most


@pytest.mark.parametrize("cookie", ["", "x", "x:y:z", "é", "\\000", "a" * 4000])
def test_forged_device_is_unknown(cookie, hashed):
    client = Client()
    client.cookies["device"] = cookie

    guess(MANY, client=client)

    assert len(hashed) == PER_ACCOUNT_AND_NETWORK.at_most


def test_device_cookie_goes_to_sign_in_page_only():
    cookie = sign_in(PASSWORD).cookies["device"]

    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        reverse("admin:login"),
        True,
        "Lax",
    )


def test_right_passwords_are_not_counted():
    answers = [sign_in(PASSWORD, address=OFFICE).status_code for _ in range(MANY)]

    assert answers == [302] * MANY


def test_administrator_lets_colleague_sign_in_without_waiting(client):
    User.objects.create_user("ben@example.org", PASSWORD, name="Ben")
    guess(10, email="ben@example.org", address=OFFICE)
    ben = User.objects.get(name="Ben")
    client.force_login(User.objects.get(email=ADA))
    page = client.get(reverse("admin:content_user_change", args=[ben.pk]))

    client.post(reverse("admin:content_user_allow_sign_in", args=[ben.pk]))

    assert "Clear the sign-in lockout" in page.text
    assert sign_in(PASSWORD, email="ben@example.org", address=OFFICE).status_code == 302


def test_only_administrators_shorten_the_wait(client, ada):
    client.force_login(User.objects.create_user("ben@example.org", PASSWORD, name="Ben"))

    response = client.post(reverse("admin:content_user_allow_sign_in", args=[ada.pk]))

    assert response.status_code == 403


def test_no_network_address_is_stored_and_attempts_are_forgotten_after_a_day(time_machine):
    guess(1)
    (attempt,) = CountedAttempt.objects.all()
    stored = "".join(attempt.senders)

    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1))
    forget_attempts(timestamp=0)

    assert (ATTACKER in stored, ADA in stored, len(stored)) == (False, False, 4 * 64)
    assert CountedAttempt.objects.count() == 0


def test_attempts_before_midnight_count_after_it(time_machine):
    time_machine.move_to("2026-03-02T23:59:00-05:00")
    guess(PER_ACCOUNT_AND_NETWORK.at_most)

    time_machine.move_to("2026-03-03T00:01:00-05:00")

    assert sign_in(PASSWORD).status_code == 429


def test_old_password_cannot_be_guessed_by_someone_at_another_persons_desk(client, ada, hashed):
    client.force_login(ada)
    address = reverse("admin:password_change")
    new = {"new_password1": "new horse battery", "new_password2": "new horse battery"}
    for _ in range(MANY):
        client.post(address, {"old_password": "wrong", **new})

    refused = client.post(address, {"old_password": PASSWORD, **new})

    assert hashed.count("wrong") == PER_DEVICE.at_most
    assert (refused.status_code, "Retry-After" in refused) == (429, True)
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_simultaneous_attempts_do_not_pass_the_limit(hashed):
    answers = run_concurrently(7, lambda: sign_in().status_code)

    assert sorted(answers) == [200] * PER_ACCOUNT_AND_NETWORK.at_most + [429] * 2
    assert hashed == ["wrong"] * PER_ACCOUNT_AND_NETWORK.at_most

"""Sessions, second factors, and links to choose a password, without a browser."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from content.media.images import add_image
from content.models import Activity, Email, User
from content.sign_ins import CODES_PER_ACCOUNT
from cworks.accounts.sessions import describe_device
from tests.factories import UserFactory
from tests.support.pictures import picture
from tests.support.second_factors import code_of_app

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"
START = reverse("admin:index")
STEP = reverse("mfa_authenticate")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def ada(db) -> User:
    return UserFactory(name="Ada", email="ada@example.org", is_superuser=True)


def sign_in(client: Client, **headers) -> str:
    """Give the password, and return where that leads."""
    form = {"username": "ada@example.org", "password": PASSWORD}
    response = client.post(reverse("admin:login"), form, headers=headers)
    return response["Location"]


def is_signed_in(client: Client) -> bool:
    return client.get(START).status_code == 200


def add_app(client: Client) -> str:
    """Add an authenticator app, and return its key."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = client.post(reverse("mfa_activate_totp"), {"code": code_of_app(secret)})
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    return secret


def trail() -> list[tuple[str, str]]:
    return list(Activity.objects.order_by("pk").values_list("kind", "sentence"))


def status_of(response) -> int:
    if response.streaming:
        response.getvalue()
    return response.status_code


def later() -> float:
    """The time of the app's next code."""
    return timezone.now().timestamp() + 30


def test_app_asks_for_code_after_password_and_recovery_code_works_once(client):
    sign_in(client)
    secret = add_app(client)
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    client.post(reverse("admin:logout"))

    after_password = sign_in(client)
    before_code = is_signed_in(client)
    wrong = client.post(STEP, {"code": "000000"})
    right = client.post(STEP, {"code": code_of_app(secret, at=later())})
    with_app = is_signed_in(client)
    client.post(reverse("admin:logout"))
    sign_in(client)
    client.post(STEP, {"code": codes[0]})
    with_recovery_code = is_signed_in(client)
    client.post(reverse("admin:logout"))
    sign_in(client)
    repeated = client.post(STEP, {"code": codes[0]})

    assert len(codes) == 10
    assert (after_password, before_code) == (STEP, False)
    assert wrong.context["form"].errors == {
        "code": ["This didn’t work. Try again, or use another way."]
    }
    assert (right["Location"], with_app, with_recovery_code) == (START, True, True)
    assert (repeated.status_code, is_signed_in(client)) == (200, False)
    assert trail() == [
        ("sign-in", "Signed in from 127.0.0.1, with a password"),
        ("account", "User “Ada”: Added a second factor: authenticator app"),
        ("account", "User “Ada”: Added a second factor: recovery codes"),
        ("failed-sign-in", "User “Ada”: Wrong code of a second factor, from 127.0.0.1"),
        ("sign-in", "Signed in from 127.0.0.1, with a password and an authenticator app"),
        ("sign-in", "Signed in from 127.0.0.1, with a password and a recovery code"),
        ("failed-sign-in", "User “Ada”: Wrong code of a second factor, from 127.0.0.1"),
    ]


def test_code_that_someone_saw_does_not_work_again(client, ada):
    sign_in(client)
    secret = add_app(client)
    code = code_of_app(secret, at=later())
    other = Client()
    sign_in(other)
    other.post(STEP, {"code": code})

    onlooker = Client()
    sign_in(onlooker)
    response = onlooker.post(STEP, {"code": code})

    assert (is_signed_in(other), is_signed_in(onlooker)) == (True, False)
    assert "code" in response.context["form"].errors


def test_code_that_added_the_app_does_not_sign_in(client, ada):
    sign_in(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    code = code_of_app(secret)
    client.post(reverse("mfa_activate_totp"), {"code": code})

    onlooker = Client()
    sign_in(onlooker)
    onlooker.post(STEP, {"code": code})

    assert not is_signed_in(onlooker)


def test_guessing_codes_is_limited(client, monkeypatch):
    sign_in(client)
    secret = add_app(client)
    other = Client()
    sign_in(other)
    # allauth counts in each process alone.
    monkeypatch.setattr("allauth.mfa.base.forms.check_rate_limit", lambda user: lambda: None)
    for _ in range(CODES_PER_ACCOUNT.at_most):
        other.post(STEP, {"code": "000000"})

    refused = other.post(STEP, {"code": code_of_app(secret, at=later())})

    assert refused.context["form"].errors == {
        "code": [
            "There were too many attempts with a wrong code. Wait 15 minutes, then try again, or "
            "ask an administrator for a link to choose a new password."
        ]
    }
    assert not is_signed_in(other)


def test_secret_of_app_is_stored_encrypted(client):
    sign_in(client)

    secret = add_app(client)

    stored = Authenticator.objects.get(type="totp").data
    assert secret not in str(stored)


def test_forgotten_password_is_changed_by_email_but_second_factor_stays(client, ada):
    sign_in(client)
    secret = add_app(client)
    client.post(reverse("admin:logout"))
    Email.objects.all().delete()

    answers = [
        client.post(reverse("forgotten-password"), {"email": email})["Location"]
        for email in ("ADA@example.org", "someone@example.org")
    ]
    (email,) = Email.objects.all()
    link = email.content["button"][1].removeprefix("http://127.0.0.1:8000")
    form = client.get(link)["Location"]
    new = {"new_password1": "new horse battery", "new_password2": "new horse battery"}
    leads_to = client.post(form, new)["Location"]
    before_code = is_signed_in(client)
    client.post(STEP, {"code": code_of_app(secret, at=later())})

    assert answers == [reverse("admin:login")] * 2
    assert (email.to, email.subject) == (
        "ada@example.org",
        "Choose a new password for CompetencyWorks",
    )
    assert (leads_to, before_code, is_signed_in(client)) == (STEP, False, True)
    assert "This link has expired" in Client().get(link).text


def test_password_links_are_limited_for_each_address(client):
    answers = [
        client.post(reverse("forgotten-password"), {"email": "ada@example.org"}).status_code
        for _ in range(4)
    ]

    assert answers == [302, 302, 302, 429]
    assert Email.objects.count() == 3


def test_session_ends_when_idle_and_when_old(client, settings, time_machine):
    settings.SESSION_IDLE_HOURS, settings.SESSION_HOURS = 12, 24
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    sign_in(client)
    used, unused = client, Client()
    sign_in(unused)

    found = []
    for hours in (11, 13, 23, 24):
        time_machine.move_to(start + timedelta(hours=hours), tick=False)
        found.append((is_signed_in(used), hours > 11 and is_signed_in(unused)))

    assert found == [(True, False), (True, False), (True, False), (False, False)]


def test_script_that_asks_by_itself_does_not_keep_session(client, settings, time_machine):
    settings.SESSION_IDLE_HOURS = 12
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    sign_in(client)
    for hours in (6, 11):
        time_machine.move_to(start + timedelta(hours=hours), tick=False)
        client.get(reverse("admin:check-session"))

    time_machine.move_to(start + timedelta(hours=13), tick=False)

    assert not is_signed_in(client)


def test_session_is_listed_and_ended_from_another_device(client):
    phone = Client()
    sign_in(phone, user_agent="Mozilla/5.0 (iPhone; like Mac OS X) Version/18.4 Safari/604.1")
    sign_in(client, user_agent=FIREFOX)
    page = client.get(reverse("your-account"))
    listed = {(each.device, each.is_this): each.pk for each in page.context["sessions"]}

    client.post(reverse("session-end", args=[listed["Safari on iPhone", False]]))

    assert set(listed) == {("Firefox on Windows", True), ("Safari on iPhone", False)}
    assert (is_signed_in(phone), is_signed_in(client)) == (False, True)
    assert trail()[-1] == ("sign-in", "Ended a session: Safari on iPhone, from 127.0.0.1")


def test_colleagues_session_cannot_be_ended(client):
    UserFactory(email="ben@example.org", is_superuser=True)
    colleague = Client()
    form = {"username": "ben@example.org", "password": PASSWORD}
    colleague.post(reverse("admin:login"), form)
    (session,) = colleague.get(reverse("your-account")).context["sessions"]
    sign_in(client)

    response = client.post(reverse("session-end", args=[session.pk]))

    assert (response.status_code, is_signed_in(colleague)) == (404, True)


def test_new_device_is_reported_once_and_never_at_first_sign_in(client):
    sign_in(client)
    other = Client()
    for _ in range(2):
        sign_in(other, user_agent=FIREFOX)
        other.post(reverse("admin:logout"))

    (email,) = Email.objects.all()

    assert (email.to, email.subject) == ("ada@example.org", "New sign-in to CompetencyWorks")
    assert email.content["facts"][1:] == [
        ["Device", "Firefox on Windows"],
        ["Network address", "127.0.0.1"],
    ]


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Macintosh; X) Chrome/150.0 Safari/537.36 Edg/150.0", "Edge on Mac"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/150.0 Safari/537.36", "Chrome on Android"),
        ("", "A browser on an unknown device"),
    ],
)
def test_device_is_named_as_people_name_it(agent, device):
    assert describe_device(agent) == device


def test_editor_must_add_second_factor_after_days_of_grace(client, settings, time_machine):
    settings.SECOND_FACTOR_REQUIRED, settings.SECOND_FACTOR_GRACE_DAYS = True, 3
    time_machine.move_to("2027-02-01T12:00:00-05:00", tick=False)
    editor = UserFactory(email="ed@example.org")
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)

    first = client.get(START)
    time_machine.move_to("2027-02-05T12:00:00-05:00", tick=False)
    client.force_login(editor)
    refused = client.get(START)
    account = client.get(reverse("your-account"))
    client.post(
        reverse("account_reauthenticate"), {"password": PASSWORD, "next": reverse("your-account")}
    )
    add_app(client)

    assert (
        'Please <a href="/admin/account/">add a second way to sign in</a>, such as a passkey, by '
        "February 4, 2027. After that day, you can’t use the admin without one."
    ) in first.text
    assert (refused["Location"], account.status_code) == (reverse("your-account"), 200)
    assert is_signed_in(client)


def test_file_of_draft_needs_the_second_factor_that_the_admin_asks_for(
    client, settings, time_machine
):
    settings.SECOND_FACTOR_REQUIRED, settings.SECOND_FACTOR_GRACE_DAYS = True, 3
    time_machine.move_to("2027-02-01T12:00:00-05:00", tick=False)
    address = add_image(file=picture(), name="class.png", alt="A class").url
    editor = UserFactory(email="ed@example.org")
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)

    # Someone with a stolen password may never open a page of the admin.
    first = status_of(client.get(address))
    time_machine.move_to("2027-02-05T12:00:00-05:00", tick=False)
    client.force_login(editor)
    refused = status_of(client.get(address))
    client.post(
        reverse("account_reauthenticate"), {"password": PASSWORD, "next": reverse("your-account")}
    )
    add_app(client)

    assert (first, refused, status_of(client.get(address))) == (200, 404, 200)


def test_writer_needs_no_second_factor(client, settings):
    settings.SECOND_FACTOR_REQUIRED, settings.SECOND_FACTOR_GRACE_DAYS = True, 0
    writer = UserFactory(email="wren@example.org")
    writer.groups.add(Group.objects.get(name="Writers"))
    client.force_login(writer)

    page = client.get(START)

    assert (page.status_code, "second way to sign in" in page.text) == (200, False)


def test_administrator_removes_factors_of_colleague_who_lost_them(client, ada):
    sign_in(client)
    add_app(client)
    boss = Client()
    boss.force_login(UserFactory(name="Boss", is_superuser=True))

    boss.post(reverse("admin:content_user_remove_factors", args=[ada.pk]))

    assert Authenticator.objects.count() == 0
    assert sign_in(Client()) == START
    assert ("account", "User “Ada”: Removed all second factors") in trail()


def test_public_page_takes_no_notice_of_sessions(client, django_assert_num_queries):
    sign_in(client)
    client.get("/about-nothing/")

    response = client.get("/robots.txt")

    assert (dict(response.cookies), response.get("Vary", "")) == ({}, "")

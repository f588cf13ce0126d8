import re

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.urls import reverse

from content.editing.saving import save_entry
from content.models import User
from tests.factories import ArticleFactory, UserFactory
from tests.support.mail_servers import send_queued_emails, text_of

pytestmark = pytest.mark.django_db


KEPT = (
    "The revisions of Wren Writer, which must keep their writer’s name. To keep this person from "
    "signing in, open the account and uncheck “Active.”"
)


def request_deletion(client, user: User, *, several: bool):
    if several:
        address = reverse("admin:content_user_changelist")
        chosen = {"action": "delete_selected", "_selected_action": [user.pk]}
        return client.post(address, {**chosen, "post": "yes"})
    return client.post(reverse("admin:content_user_delete", args=[user.pk]), {"post": "yes"})


@pytest.fixture
def invitation(client) -> str:
    """Invite a user, sign the client out, and return the invitation link."""
    client.force_login(User.objects.create_superuser("admin@example.org", name="Ada"))
    response = client.post(
        reverse("admin:content_user_add"),
        {
            "name": "Wren Writer",
            "email": "Wren@Example.org",
            "groups": [Group.objects.get(name="Writers").pk],
        },
    )
    (message,) = get_messages(response.wsgi_request)
    client.logout()
    return re.search(r"http://testserver(\S+)", str(message))[1]


def test_invited_user_chooses_password_and_is_signed_in(client, invitation):
    user = User.objects.get(email="wren@example.org")
    assert (user.has_usable_password(), user.is_staff) == (False, True)

    page = client.get(invitation, follow=True)
    password = "correct horse battery"
    client.post(page.redirect_chain[-1][0], {"new_password1": password, "new_password2": password})

    user.refresh_from_db()
    assert user.check_password(password)
    assert client.get(reverse("admin:index")).status_code == 200


def test_invited_user_gets_the_link_by_email(client, invitation, mail_server, settings):
    send_queued_emails()

    [(recipient, subject)] = mail_server.subjects
    text = " ".join(text_of(mail_server.taken[0]).split())
    assert (recipient, subject) == (
        "wren@example.org",
        "Your account at CompetencyWorks: choose a password",
    )
    assert "Ada has given you an account at CompetencyWorks" in text
    assert f"Choose a password: {settings.SITE_URL}{invitation}" in text


def test_invitation_page_tells_no_one_its_address(client, invitation):
    first = client.get(invitation)
    page = client.get(first["Location"])

    policies = [response["Referrer-Policy"] for response in (first, page)]
    assert policies == ["strict-origin", "strict-origin"]


def test_invitation_works_once(client, invitation):
    user = User.objects.get(email="wren@example.org")
    user.set_password("chosen already")
    user.save()

    page = client.get(invitation, follow=True)

    assert "This link has expired or was already used" in page.content.decode()


def test_link_of_a_closed_account_sets_no_password(client, invitation):
    opened = client.get(invitation)["Location"]
    User.objects.filter(email="wren@example.org").update(is_active=False)

    again = client.get(invitation, follow=True)
    client.post(opened, {"new_password1": "correct horse", "new_password2": "correct horse"})

    assert "This link has expired or was already used" in again.content.decode()
    assert not User.objects.get(email="wren@example.org").has_usable_password()


def test_email_is_case_insensitive(client):
    client.force_login(User.objects.create_superuser("admin@example.org", name="Ada"))
    UserFactory(email="wren@example.org")

    response = client.post(
        reverse("admin:content_user_add"), {"name": "Wren", "email": "WREN@example.org"}
    )

    assert response.context["adminform"].form.errors
    assert User.objects.count() == 2


@pytest.mark.parametrize("several", [False, True])
def test_user_with_revisions_is_not_deleted(client, several):
    client.force_login(User.objects.create_superuser("admin@example.org", name="Ada"))
    wren = UserFactory(name="Wren Writer")
    article = save_entry(entry=ArticleFactory(), by=wren)

    response = request_deletion(client, wren, several=several)

    assert KEPT in response.content.decode()
    assert article.revisions.newest_first().first().by == wren


@pytest.mark.parametrize("several", [False, True])
def test_user_without_revisions_is_deleted(client, several):
    client.force_login(User.objects.create_superuser("admin@example.org", name="Ada"))
    wren = UserFactory(name="Wren Writer")
    save_entry(entry=ArticleFactory(), by=None)

    response = request_deletion(client, wren, several=several)

    assert response.status_code == 302
    assert [user.name for user in User.objects.all()] == ["Ada"]


def test_editor_cannot_manage_accounts(client):
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)

    assert client.get(reverse("admin:content_user_changelist")).status_code == 403

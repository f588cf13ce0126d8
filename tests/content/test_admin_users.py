import re

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.urls import reverse

from content.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(client) -> str:
    """The link that inviting a colleague gave; the client is nobody again."""
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


def test_invited_colleague_chooses_a_password_and_is_signed_in(client, invitation):
    user = User.objects.get(email="wren@example.org")
    assert (user.has_usable_password(), user.is_staff) == (False, True)

    page = client.get(invitation, follow=True)
    password = "correct horse battery"
    client.post(page.redirect_chain[-1][0], {"new_password1": password, "new_password2": password})

    user.refresh_from_db()
    assert user.check_password(password)
    assert client.get(reverse("admin:index")).status_code == 200


def test_invitation_works_once(client, invitation):
    user = User.objects.get(email="wren@example.org")
    user.set_password("chosen already")
    user.save()

    page = client.get(invitation, follow=True)

    assert "This link has been used, or is too old" in page.content.decode()


def test_email_in_another_case_is_the_same_account(client):
    client.force_login(User.objects.create_superuser("admin@example.org", name="Ada"))
    UserFactory(email="wren@example.org")

    response = client.post(
        reverse("admin:content_user_add"), {"name": "Wren", "email": "WREN@example.org"}
    )

    assert response.context["adminform"].form.errors
    assert User.objects.count() == 2


def test_editor_does_not_manage_accounts(client):
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)

    assert client.get(reverse("admin:content_user_changelist")).status_code == 403

"""Signing in to the admin, without a browser."""

from django.contrib.auth.models import Group

from tests.factories import UserFactory


def sign_in(client, group: str, **fields):
    user = UserFactory(**fields)
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return user

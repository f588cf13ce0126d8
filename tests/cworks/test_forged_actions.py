"""A list’s actions refuse what no list of the admin has to choose."""

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import RequestFactory
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

FORGED = ["x", "\0", "1.5", "", "-1", "9" * 30, "9" * 5_000]


def actions_of_every_list(user) -> list[tuple[str, str]]:
    request = RequestFactory().get("/")
    request.user = user
    return [
        (reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"), action)
        for model, model_admin in admin.site._registry.items()
        for action in model_admin.get_actions(request)
    ]


def test_forged_ids_are_no_server_error(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    client.raise_request_exception = False
    faults = []
    actions = actions_of_every_list(user)

    for address, action in actions:
        for number in FORGED:
            chosen = {"action": action, "_selected_action": [number], "post": "yes"}
            with transaction.atomic():
                response = client.post(address, chosen)
                transaction.set_rollback(True)
            if response.status_code >= 500:
                faults.append((address, action, number[:9]))

    assert faults == []
    assert len(actions) > 40

"""The admin's list of background jobs."""

import pytest
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("lookup", "value", "status"),
    [
        ("status__exact", "todo", 200),
        ("status__exact", "١", 400),
        ("status", "1e309", 400),
        ("status__startswith", "to", 400),
        ("status__in", "todo,other", 400),
        ("queue_name__exact", "default", 200),
        ("args__startswith", "x", 400),
    ],
)
def test_list_of_jobs_refuses_values_that_no_job_can_have(client, lookup, value, status):
    client.force_login(UserFactory(is_superuser=True))
    address = reverse("admin:procrastinate_procrastinatejob_changelist")

    assert client.get(address, {lookup: value}).status_code == status

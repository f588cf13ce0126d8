"""The list of what readers sent answers any filter in its address."""

import pytest
from django.urls import reverse

from tests.factories import SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("value", ["a\0b", "x" * 300, "9" * 80, "-1", "1"])
def test_unknown_assignee_lists_nothing(admin_client, value):
    SubmissionFactory()

    listed = admin_client.get(
        reverse("admin:submissions_submission_changelist"), {"assigned": value}
    )

    assert (listed.status_code, listed.context["cl"].result_count) == (200, 0)

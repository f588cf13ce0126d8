"""Dates on forms that a user may only read, where Django would write them in its own style."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from lxml import html

from content.models import WebAddress
from tests.factories import ArticleFactory, PostFactory, UserFactory

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 28, 14, 57, tzinfo=UTC)


@pytest.fixture
def shown(client):
    """Return a function: the text of a field on a row's page, to someone who may only read it."""
    viewer = UserFactory(is_staff=True)
    names = Permission.objects.filter(codename__startswith="view_")
    viewer.user_permissions.set(names | Permission.objects.filter(codename="publish_entry"))
    client.force_login(viewer)

    def show(row, field: str) -> str:
        name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
        page = html.fromstring(client.get(reverse(name, args=[row.pk])).text)
        boxes = page.xpath(f"//*[contains(@class, 'field-{field}')]//*[@class='readonly']")
        return " ".join(box.text_content().strip() for box in boxes)

    return show


def test_day_is_shown_as_a_day(shown):
    article = ArticleFactory(review_by=date(2027, 9, 3))

    assert shown(article, "review_by") == "September 3, 2027"


def test_day_that_no_one_chose_is_a_dash(shown):
    article = ArticleFactory(review_by=None)

    assert shown(article, "review_by") == "-"


def test_address_fails_since_a_minute(shown):
    PostFactory(body="[A link](https://example.org/)")
    WebAddress.objects.update(failing_since=MORNING)
    address = WebAddress.objects.get()

    assert shown(address, "failing_since") == "November 28, 2026, 9:57 am ET"

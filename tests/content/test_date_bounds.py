"""Dates that no page could show are refused where they are entered, and by the database."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from content.models import Entry
from tests.factories import EventFactory, PostFactory, SeriesFactory
from tests.support.editors import Editor
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Editor:
    return Editor("Ruth")


@pytest.mark.parametrize("typed", ["9999-12-31T12:00", "0026-01-05T12:00", "19999-01-01T12:00"])
def test_publication_date_out_of_bounds_is_refused_in_a_sentence(editor, typed):
    post = PostFactory(draft=True)
    editor.open(post)

    assert not editor.save(published_at=typed)

    assert editor.errors("published_at")[0].startswith(("Choose a date between", "Enter a date"))
    assert editor.value("published_at") == typed


@pytest.mark.parametrize("year", [26, 1899, 2200, 9999])
@pytest.mark.parametrize("field", ["published_at", "created_at", "modified_at"])
def test_database_refuses_date_out_of_bounds(year, field):
    post = PostFactory()

    with pytest.raises(IntegrityError, match="entry_dates"), transaction.atomic():
        Entry.objects.filter(pk=post.pk).update(**{field: datetime(year, 6, 1, tzinfo=UTC)})


def test_database_refuses_event_in_year_9999():
    event = EventFactory()

    with pytest.raises(IntegrityError, match="event_dates"), transaction.atomic():
        type(event).objects.filter(pk=event.pk).update(
            starts_at=datetime(9999, 6, 1, tzinfo=UTC), ends_at=None
        )


@pytest.mark.parametrize("year", ["9999", "0", "99999999999999999999", "x", "٢٠٢٦"])
def test_list_filtered_by_impossible_year_does_not_fail(client, year):
    sign_in(client, "Editors")
    PostFactory()
    address = reverse("admin:blog_post_changelist")

    response = client.get(address, {"published_at__year": year})

    assert response.status_code in (302, 400)


@pytest.mark.parametrize("path", ["2026/0/", "2026/13/", "26/", "9999/", "0/", "9999/12/"])
def test_archive_has_no_page_for_impossible_month(client, path):
    assert client.get(f"/archive/{path}").status_code == 404


@pytest.mark.parametrize("number", [0, 1_001])
def test_database_refuses_planned_number_of_parts_out_of_bounds(number):
    series = SeriesFactory()

    with pytest.raises(IntegrityError, match="series_planned_parts"), transaction.atomic():
        type(series).objects.filter(pk=series.pk).update(planned_parts=number)


def test_database_refuses_part_number_out_of_bounds():
    post = PostFactory(series=SeriesFactory(), part_number=1)

    with pytest.raises(IntegrityError, match="post_part_number_at_most"), transaction.atomic():
        type(post).objects.filter(pk=post.pk).update(part_number=1_001)

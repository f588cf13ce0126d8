"""Who has a form open, told by browsers that come and go."""

from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from content.editing.open_forms import close_form, describe_others, keep_open
from content.models import OpenForm
from tests.factories import PostFactory, UserFactory
from tests.support.threads import run_concurrently


@pytest.mark.django_db(transaction=True)
def test_form_opened_and_left_at_the_same_moment_is_no_error():
    post, writer = PostFactory(), UserFactory()
    numbers = count()

    def come_or_go() -> None:
        act = keep_open if next(numbers) % 2 else close_form
        for _ in range(50):
            act(entry=post, by=writer)

    assert run_concurrently(4, come_or_go) == [None] * 4


@pytest.mark.parametrize(("minutes", "since"), [(1, "2:00 pm"), (2, "2:45 pm")])
@pytest.mark.django_db
def test_form_open_again_after_a_pause_is_open_since_then(time_machine, minutes, since):
    post, writer = PostFactory(), UserFactory(name="Ruth Okonjo-Lind")
    time_machine.move_to("2026-03-02T14:00-05:00", tick=False)
    keep_open(entry=post, by=writer)
    OpenForm.objects.update(seen_at=timezone.now() + timedelta(minutes=45 - minutes))

    time_machine.move_to("2026-03-02T14:45-05:00", tick=False)
    keep_open(entry=post, by=writer)

    assert describe_others(post, UserFactory()) == (
        f"Ruth Okonjo-Lind has had this open since {since}."
    )

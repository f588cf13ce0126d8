"""Senders without an account are recognized for a day, and never by their address."""

import re
from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from blog.models import Comment
from content.rate_limits import AT_MOST, sender_of, sends_too_much
from content.views.requests import network_address
from tests.factories import CommentFactory


def test_sender_is_hash_without_address():
    sender = sender_of("comment", "203.0.113.9")

    assert re.fullmatch("[0-9a-f]{64}", sender)
    assert sender == sender_of("comment", "203.0.113.9")


def test_sender_differs_by_matter_and_day(time_machine):
    today = sender_of("comment", "203.0.113.9")
    other_matter = sender_of("suggestion", "203.0.113.9")

    time_machine.move_to(timezone.now() + timedelta(days=1))

    assert len({today, other_matter, sender_of("comment", "203.0.113.9")}) == 3


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("203.0.113.9", "203.0.113.10", False),
        ("203.0.113.9", "::ffff:203.0.113.9", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("unix:", "", False),
    ],
)
def test_addresses_in_same_network_are_one_sender(one, other, is_same):
    assert (sender_of("comment", one) == sender_of("comment", other)) is is_same


@pytest.mark.django_db
def test_rate_limit_ends_after_an_hour():
    for _ in range(AT_MOST):
        CommentFactory(sender="someone")
    before = sends_too_much(Comment.objects.all(), matter="comments", sender="someone")

    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=61))

    after = sends_too_much(Comment.objects.all(), matter="comments", sender="someone")
    assert (before, after) == (True, False)


@pytest.mark.django_db
def test_rate_limit_does_not_affect_others():
    for _ in range(AT_MOST):
        CommentFactory(sender="someone")

    assert not sends_too_much(Comment.objects.all(), matter="comments", sender="someone else")


def address_of(**headers: str) -> str:
    return network_address(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers=headers))


@pytest.mark.parametrize(
    ("behind_proxy", "headers", "address"),
    [
        (False, {}, "10.0.0.1"),
        (False, {"X-Forwarded-For": "203.0.113.9"}, "10.0.0.1"),
        (True, {"X-Forwarded-For": "203.0.113.9"}, "203.0.113.9"),
        # The value that the reader sent comes first; the proxy's comes last.
        (True, {"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}, "203.0.113.9"),
        (True, {}, "10.0.0.1"),
    ],
)
def test_address_comes_from_trusted_proxy(settings, behind_proxy, headers, address):
    settings.BEHIND_PROXY = behind_proxy

    assert address_of(**headers) == address

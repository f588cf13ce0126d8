"""Several people submitting at the same moment."""

import pytest
from django.test import Client
from django.urls import reverse

from blog.exceptions import TooManyComments
from blog.models import Comment, Post
from blog.services.comments import write_comment
from content.rate_limits import AT_MOST
from cworks.groups import sync_groups
from tests.factories import PostFactory
from tests.support.post_forms import FORM
from tests.support.signing_in import sign_in
from tests.support.threads import run_concurrently

pytestmark = pytest.mark.django_db(transaction=True)


def test_concurrent_comments_are_rate_limited():
    post = PostFactory()
    words = {"name": "Ada", "email": "ada@example.org", "text": "Again."}

    results = run_concurrently(
        AT_MOST + 2, lambda: write_comment(post=post, address="192.0.2.1", **words)
    )

    rejected = [result for result in results if isinstance(result, TooManyComments)]
    assert (Comment.objects.count(), len(rejected)) == (AT_MOST, 2)


def test_concurrent_posts_with_same_title_get_distinct_slugs():
    sync_groups()
    client = Client()
    sign_in(client, "Writers")

    def add() -> int:
        other = Client()
        other.cookies = client.cookies.copy()
        return other.post(reverse("admin:blog_post_add"), FORM).status_code

    results = run_concurrently(4, add)

    assert results == [302, 302, 302, 302]
    assert set(Post.objects.values_list("slug", flat=True)) == {
        "what-mastery-asks",
        "what-mastery-asks-2",
        "what-mastery-asks-3",
        "what-mastery-asks-4",
    }

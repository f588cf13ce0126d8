"""Small inputs that were once imported wrong."""

from datetime import UTC, datetime

import pytest

from blog.models import Post
from imports.wordpress.importer import import_exports
from tests.support.corpus import case_path
from tests.support.editors import Editor, reloaded

pytestmark = pytest.mark.django_db


def test_post_of_the_hour_that_comes_twice_keeps_its_moment_when_saved_again():
    report = import_exports([case_path("hour-that-comes-twice.xml")])
    post = Post.objects.get()
    moment = datetime(2015, 11, 1, 6, 30, tzinfo=UTC)
    ruth = Editor("Ruth")
    ruth.open(post)

    assert report.failures == []
    assert post.published_at == moment
    assert ruth.save(title="Another title")
    assert reloaded(post).published_at == moment


def test_post_of_the_year_9999_becomes_a_draft_with_a_sentence():
    report = import_exports([case_path("scheduled-9999.xml")])

    post = Post.objects.get()
    assert (post.status, post.published_at, report.failures) == ("draft", None, [])
    assert report.remarks["Imported as drafts, although they have another status in WordPress"] == [
        "“Far date NY”: its date, 9999-12-31 19:30:00, is after 2199. Set the date that was meant"
    ]

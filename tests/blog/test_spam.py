"""What holds a comment for a moderator, and what a form tells robots by the clock."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from blog.models import Comment, SpamWord
from blog.services.spam import find_spam_signs
from content.forms.timed import REJECTED, TOO_FAST, TOO_OLD, sign_opening
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("See https://a.example and [this](https://b.example).", ""),
        ("https://a.example https://b.example www.c.example are good to read", "3 links"),
        ("<a href='https://a.example'>pills</a>", "nothing but a link"),
        ("The CASINO of pay-day loans", "“casino” and “pay-day loans”"),
        ("Casinos are something else.", ""),
        ("I work at spam.example.", "“spam.example”"),
    ],
)
def test_signs_of_spam(text, signs):
    for word in ("casino", "pay-day loans", "spam.example"):
        SpamWord.objects.create(text=word)

    assert find_spam_signs(name="Ana", text=text) == signs


def test_link_as_name_is_a_sign_of_spam():
    assert find_spam_signs(name="www.pills.example", text="Nice post!") == "a link as the name"


@pytest.mark.parametrize(
    ("seconds", "message"),
    [(1, TOO_FAST), (90_000, TOO_OLD), (None, REJECTED), (5, None), (80_000, None)],
)
def test_form_is_refused_if_sent_too_fast_too_late_or_without_its_time(client, seconds, message):
    PostFactory(slug="mastery")
    opened = sign_opening(timezone.now() - timedelta(seconds=seconds)) if seconds else "1:forged"
    data = {"name": "Ana", "email": "ana@example.org", "text": "Hello", "opened": opened}

    response = client.post("/blog/mastery/comment/", data)

    if message is None:
        assert (response.status_code, Comment.objects.count()) == (302, 1)
    else:
        assert (response.status_code, Comment.objects.count()) == (422, 0)
        assert message in response.context["form"].errors["opened"]
        # The form can be sent again, with the time when it was first opened or is shown again.
        assert response.context["form"]["opened"].value() == opened or seconds != 1


def test_command_says_what_of_an_export_would_have_been_held(tmp_path):
    comment = (
        "<wp:comment><wp:comment_id>{}</wp:comment_id><wp:comment_author>{}</wp:comment_author>"
        "<wp:comment_author_email>{}</wp:comment_author_email>"
        "<wp:comment_date_gmt>2019-01-0{} 12:00:00</wp:comment_date_gmt>"
        "<wp:comment_content>{}</wp:comment_content>"
        "<wp:comment_approved>{}</wp:comment_approved></wp:comment>"
    )
    rows = [
        (1, "Ana", "ana@example.org", 1, "First", "1"),
        (2, "Ana", "Ana@example.org", 2, "Second", "1"),
        (3, "Bot", "bot@example.org", 3, "http://a.b http://b.c http://c.d", "spam"),
        (4, "Bot", "ana@example.org", 4, "Lovely", "spam"),
    ]  # fmt: skip
    path = tmp_path / "export.xml"
    path.write_text(
        '<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/">'
        "<channel><title>A</title><wp:wxr_version>1.2</wp:wxr_version><item><title>P</title>"
        "<wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type>"
        + "".join(comment.format(*row) for row in rows)
        + "</item></channel></rss>"
    )
    out = StringIO()

    call_command("find_spam", path, stdout=out)

    assert out.getvalue().splitlines() == [
        "export.xml: 4 comments",
        "  2 approved: 0 held as spam, 1 held as the first from an address, 1 would have appeared "
        "at once",
        "  2 spam: 1 held as spam, 0 held as the first from an address, 1 would have appeared at "
        "once",
    ]

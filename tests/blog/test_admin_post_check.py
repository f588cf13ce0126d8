"""The publishing check in the form of a post."""

import pytest
from django.urls import reverse
from lxml import html

from blog.models import Post
from blog.services.series import place_part
from tests.factories import PersonFactory, PostFactory, SeriesFactory, TopicFactory
from tests.support.post_forms import FORM, change_url, form_of
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


def findings(response) -> list[str]:
    return [finding.text for finding in response.context["findings"]]


def test_failed_publishing_check_keeps_typed_values(client):
    sign_in(client, "Editors")

    response = client.post(reverse("admin:blog_post_add"), {**FORM, "status": "published"})

    form = response.context["adminform"].form
    assert findings(response) == [
        "No author is named.",
        "It has no topic, so no topic page will list it.",
    ]
    page = html.fromstring(response.content.decode())
    (anyway,) = page.xpath("//button[@name='publish_anyway']")
    assert (anyway.get("value"), anyway.text) == ("published", "Publish anyway")
    assert [link.get("href") for link in page.xpath("//*[@class='findings']//li/a")] == [
        "#contributions-group",
        "#id_topics",
    ]
    assert page.findtext(".//h1") == FORM["title"]
    assert form["body"].value() == FORM["body"]
    assert not Post.objects.exists()


def test_failed_publishing_check_still_shows_draft(client):
    sign_in(client, "Editors")
    post = PostFactory(title="A draft", draft=True)

    response = client.post(change_url(post), {**form_of(post), "status": "published"})

    page = html.fromstring(response.content)
    assert page.findtext(".//p[@class='status-line']") == "Draft"
    assert page.xpath("//a[.='View on site']") == []


def test_editor_can_publish_anyway(client):
    sign_in(client, "Editors")

    client.post(reverse("admin:blog_post_add"), {**FORM, "publish_anyway": "published"})

    assert Post.objects.get().is_public


@pytest.mark.parametrize("missing", ["title", "body"])
def test_post_without_title_or_text_cannot_be_published_anyway(client, missing):
    sign_in(client, "Editors")
    fields = {**FORM, missing: "", "publish_anyway": "published"}

    response = client.post(reverse("admin:blog_post_add"), fields)

    assert response.context["adminform"].form.non_field_errors() == [
        "It can’t be published yet. See the list below."
    ]
    assert not Post.objects.exists()


def test_writer_reads_what_to_do_before_submitting(client):
    writer = sign_in(client, "Writers")
    post = PostFactory(draft=True, created_by=writer)

    page = html.fromstring(client.get(change_url(post)).content.decode())

    assert page.findtext(".//h2[@id='findings-heading']") == "Before you submit"


def test_check_saves_nothing(client):
    writer = sign_in(client, "Writers")
    post = PostFactory(title="Before", draft=True, created_by=writer)

    response = client.post(change_url(post), form_of(post, title="After", _check="1"))

    assert "No author is named." in findings(response)
    assert not response.context["adminform"].form.offers_anyway
    post.refresh_from_db()
    assert post.title == "Before"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"body": "This was originally posted at Getting Smart."},
            [
                "The text says “originally posted,” but “First appeared elsewhere” is empty. "
                "Search engines will treat this post as the original."
            ],
        ),
        (
            {"original_publisher": "Getting Smart"},
            ["It first appeared at Getting Smart, but its address there is missing."],
        ),
        (
            {
                "body": "Cross-posted from Getting Smart.",
                "original_publisher": "Getting Smart",
                "original_url": "https://example.org/post/",
            },
            [],
        ),
    ],
)
def test_check_of_cross_post(client, fields, expected):
    sign_in(client, "Editors")
    person, topic = PersonFactory(), TopicFactory()
    row = {
        "contributions-TOTAL_FORMS": "1",
        "contributions-0-person": person.pk,
        "contributions-0-role": "author",
        "topics": [topic.pk],
    }

    response = client.post(reverse("admin:blog_post_add"), {**FORM, **row, **fields, "_check": "1"})

    assert findings(response) == expected


def test_check_reports_unpublished_earlier_part(client):
    sign_in(client, "Editors")
    series = SeriesFactory(title="Visits")
    first, second = PostFactory(title="One", draft=True), PostFactory(draft=True)
    for post in (first, second):
        place_part(post=post, series=series)

    response = client.get(change_url(second))

    assert (
        "Part 1 of the series, “One,” is not published. Readers will go straight from the part "
        "before it to this one."
    ) in findings(response)

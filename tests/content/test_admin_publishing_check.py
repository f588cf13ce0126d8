from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Post
from content.editing.publishing_check import Finding, check_entry
from content.editing.saving import save_entry
from content.models import Image
from tests.factories import PageFactory, PersonFactory, PostFactory, TopicFactory

pytestmark = pytest.mark.django_db


def findings(**fields) -> list[str]:
    whole = {"title": "Title", "slug": "title", "summary": "A summary.", "body": "The text."}
    post = Post(kind="post", **whole | fields)
    return [finding.text for finding in check_entry(post, author_count=1, topic_count=1)]


def image(**fields) -> Image:
    facts = {"width": 40, "height": 30, "content_hash": fields["file"]}
    return Image.objects.create(**facts, **fields)


def test_nothing_is_missing_where_all_is_there():
    assert findings() == []


def test_title_and_text_are_needed():
    post = Post(title=" ", body="", summary="A summary.")

    assert check_entry(post, author_count=1, topic_count=1) == [
        Finding("It has no title.", blocks=True),
        Finding("It has no text.", blocks=True),
    ]


def test_author_topic_and_summary_are_missed():
    post = Post(title="Title", body="The text.")

    assert check_entry(post, author_count=0, topic_count=0) == [
        Finding(
            "It has neither a summary nor a <!--more--> mark, so listings show its first paragraph."
        ),
        Finding("No author is named."),
        Finding("It has no topic, so no topic page will list it."),
    ]


def test_mark_for_the_excerpt_stands_in_for_a_summary():
    assert findings(summary="", body="First.\n\n<!--more-->\n\nSecond.") == []


def test_images_without_alternative_text_are_counted():
    image(file="images/silent.png")
    image(file="images/decorative.png", decorative=True)
    body = "![](/media/images/silent.png)\n\n![](/media/images/decorative.png)"
    lead = image(file="images/lead.png")

    assert findings(body=body, lead_image=lead) == [
        "The lead image has no alt text.",
        "One image in the text has no alt text.",
    ]


def test_image_on_another_site_is_named():
    assert findings(body="![A class](https://example.org/class.png)") == [
        "The image https://example.org/class.png is on another site, so it is shown as a link. "
        "Paste the image itself into the text."
    ]


def test_links_that_lead_nowhere_are_named():
    PostFactory(slug="there")
    PostFactory(slug="not-yet", scheduled=True)
    PageFactory(slug="about")
    PersonFactory(slug="ada")
    TopicFactory(slug="assessment")
    moved = PostFactory(slug="old")
    moved.slug = "new"
    save_entry(entry=moved, by=None)
    body = (
        "[a](/blog/there/) [b](/about) [c](/people/ada/) [d](/topics/assessment/feed/) "
        "[e](/blog/old/) [f](https://example.org/anything) [g](mailto:ada@example.org) "
        "[h](#a-heading) [i](/blog/?before=1-1)\n\n## A heading\n\n"
        "[scheduled](/blog/not-yet/) [gone](/blog/gone/) [desk](/admin/) [jump](#nowhere) "
        "[absolute](http://127.0.0.1:8000/gone/) [](/about/)"
    )

    assert findings(body=body) == [
        "The link “scheduled” leads to /blog/not-yet/, where readers will find nothing.",
        "The link “gone” leads to /blog/gone/, where readers will find nothing.",
        "The link “desk” leads to /admin/, where readers will find nothing.",
        "The link “jump” leads to #nowhere, which is not on this page.",
        "The link “absolute” leads to /gone/, where readers will find nothing.",
        "A link to /about/ has no words.",
    ]


def test_link_to_a_page_that_is_not_written_is_named():
    assert findings(body="See [[Grain size]].") == [
        "There is no page called “Grain size” to link to."
    ]


def test_publication_date_in_the_past_is_named_for_what_was_not_public():
    date = timezone.now() - timedelta(days=400)

    (finding,) = findings(published_at=date, status="published")

    assert finding == (
        f"Its publication date is in the past ({timezone.localtime(date):%B %-d, %Y}), so it will "
        "appear below newer entries. Clear the date to publish it as new."
    )

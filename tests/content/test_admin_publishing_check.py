from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Post
from content.editing.publishing_check import check_entry
from content.editing.saving import save_entry
from content.findings import Finding, Related
from content.models import Image
from tests.factories import PageFactory, PersonFactory, PostFactory, TopicFactory

pytestmark = pytest.mark.django_db
COMPLETE = Related(roles={"author": 1}, topic_count=1)


def findings(**fields) -> list[str]:
    complete = {"title": "Title", "slug": "title", "summary": "A summary.", "body": "The text."}
    post = Post(kind="post", **complete | fields)
    return [finding.text for finding in check_entry(post, COMPLETE)]


def image(**fields) -> Image:
    facts = {"width": 40, "height": 30, "content_hash": fields["file"]}
    return Image.objects.create(**facts, **fields)


def test_complete_entry_has_no_findings():
    assert findings() == []


def test_missing_title_and_text_block_publishing():
    post = Post(title=" ", body="", summary="A summary.")

    assert check_entry(post, COMPLETE) == [
        Finding("It has no title.", blocks=True),
        Finding("It has no text.", blocks=True),
    ]


def test_missing_author_topic_and_summary_are_reported():
    post = Post(title="Title", body="The text.")

    assert check_entry(post, Related()) == [
        Finding(
            "It has no summary and no “End of excerpt” mark. Listings show its first paragraph."
        ),
        Finding("No author is named."),
        Finding("It has no topic, so no topic page will list it."),
    ]


def test_excerpt_mark_replaces_summary():
    assert findings(summary="", body="First.\n\n<!--more-->\n\nSecond.") == []


def test_images_without_alt_text_are_counted():
    image(file="images/silent.png")
    image(file="images/decorative.png", decorative=True)
    body = "![](/media/images/silent.png)\n\n![](/media/images/decorative.png)"
    lead = image(file="images/lead.png")

    assert findings(body=body, lead_image=lead) == [
        "The lead image has no alt text.",
        "One image in the text has no alt text.",
    ]


def test_external_image_is_reported():
    assert findings(body="![A class](https://example.org/class.png)") == [
        "The image https://example.org/class.png is on another site, so it is shown as a link. "
        "Paste the image itself into the text."
    ]


def test_broken_links_are_reported():
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
        "The link “scheduled” leads to /blog/not-yet/, which isn’t public.",
        "The link “gone” leads to /blog/gone/, which isn’t public.",
        "The link “desk” leads to /admin/, which isn’t public.",
        "The link “jump” leads to #nowhere, which is not on this page.",
        "The link “absolute” leads to /gone/, which isn’t public.",
        "A link to /about/ has no text.",
    ]


def test_wiki_link_to_missing_page_is_reported():
    assert findings(body="See [[Grain size]].") == [
        "There is no page titled “Grain size” to link to."
    ]


def test_past_publication_date_of_unpublished_entry_is_reported():
    date = timezone.now() - timedelta(days=400)

    (finding,) = findings(published_at=date, status="published")

    assert finding == (
        f"Its publication date is in the past ({timezone.localtime(date):%B %-d, %Y}), so it will "
        "appear below newer entries. Clear the date to publish it as new."
    )

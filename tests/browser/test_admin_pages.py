"""The admin's pages: nothing blocked by the CSP, and nothing inaccessible."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from blog.models import Comment
from blog.services.series import place_part
from content.editing.saving import delete_entry, save_entry
from content.media.images import add_image
from content.models import Redirect, User, WebAddress
from imports.keeping_reports import keep_report, start_run
from imports.models import ImportRun, SiteExport
from imports.proposals.proposing import propose
from imports.reports import ImportReport, Outcome
from tests.factories import (
    CommentFactory,
    PageFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    SeriesFactory,
    TopicFactory,
    UserFactory,
)
from tests.support.browsers import PASSWORD, sign_in
from tests.support.pictures import picture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize(("width", "scheme"), [(320, "dark")]),
]


@pytest.fixture
def post(page):
    """A post with everything a post can have, on a site with some of everything."""
    User.objects.create_superuser("ada@example.org", PASSWORD, name="Ada")
    image = add_image(file=picture(), name="class.png", alt="A class")
    PageFactory(body="[x](https://example.org/a/rather-long-address/of-a-report-in-the-web.pdf)")
    UserFactory()
    Redirect.objects.create(old_path="/old/", new_path="/new/")
    series = SeriesFactory(topics=[TopicFactory()])
    post = PostFactory(
        title="A post with a rather long title, as they happen to be",
        authors=[PersonFactory(), PersonFactory()],
        topics=[TopicFactory()],
        tags=["mastery", "grading"],
        places=[PlaceFactory()],
        lead_image=image,
        attention="It came without a title.",
    )
    place_part(post=PostFactory(scheduled=True), series=series)
    place_part(post=post, series=series)
    CommentFactory(post=post, status=Comment.Status.PENDING)
    PostFactory(
        title="Update on Iowa",
        body="By Ana Poe and Kim Lee\n\nThis is the second in a series on pace.\n\n"
        "Originally posted Aug. 8, 2014 at Bright Paths.",
    )
    propose()
    delete_entry(entry=PostFactory(title="A post that no one wants"), by=None)
    post.refresh_from_db()
    post.title = "A post with a shorter title"
    save_entry(entry=post, by=None)
    return post


PLACES = [
    "",
    "wiki/article/",
    "wiki/article/add/",
    "wiki/article/reports/",
    "wiki/article/reports/wanted/",
    "wiki/resource/",
    "wiki/resource/import/",
    "wiki/resource/companions/",
    "imports/importrun/{run}/change/",
    "imports/importfinding/?run__id__exact={run}",
    "imports/proposal/",
    "imports/siteexport/add/",
    "blog/post/",
    "blog/post/?q=post&state=published",
    "blog/post/{post}/change/",
    "blog/post/{post}/history/",
    "blog/post/{post}/history/compare/?a={first}&b={last}",
    "blog/post/{post}/delete/",
    "blog/series/",
    "blog/series/{series}/change/",
    "blog/series/{series}/order/",
    "blog/comment/",
    "blog/comment/{comment}/change/",
    "content/page/add/",
    "content/sitesettings/add/",
    "events/event/add/",
    "events/eventseries/",
    "events/eventseries/add/",
    "events/consenttext/",
    "events/consenttext/add/",
    "content/person/",
    "content/person/add/?_popup=1",
    "content/person/merge/?one={person}&other={other_person}",
    "content/topic/",
    "content/topic/merge/",
    "content/topic/add/",
    "content/place/add/",
    "taggit/tag/",
    "content/image/",
    "content/image/{image}/change/",
    "content/image/{image}/replace/",
    "content/document/add/",
    "content/bulkchange/",
    "content/deletedentry/",
    "content/redirect/",
    "content/redirect/add/",
    "content/webaddress/",
    "content/webaddress/{web_address}/change/",
    "content/user/",
    "content/user/add/",
    "password_change/",
]


def keep_run() -> ImportRun:
    report = ImportReport()
    report.count("Posts", Outcome.NEW, 12_345)
    report.skip("Pingbacks and trackbacks (hidden)", "posts: in the trash", 12_345)
    report.remark("No topic", "https://example.org/a/rather-long-address/of-a-file/in-the-web.pdf")
    run = start_run(importer="WordPress", files=["a.xml"])
    keep_report(report, run)
    return run


@pytest.mark.parametrize("place", ["importrun", "importfinding", "siteexport"])
def test_list_has_nothing_out_of_view_on_a_phone(page, place):
    user = User.objects.create_superuser("ada@example.org", PASSWORD, name="Ada")
    keep_run()
    SiteExport.objects.create(created_by=user, finished_at=timezone.now(), path="exports/1.zip")
    sign_in(page, "ada@example.org")

    page.goto(f"/admin/imports/{place}/")

    table = page.locator(".results")
    assert table.evaluate("element => element.scrollWidth - element.clientWidth") == 0


# So that several workers share the pages.
PARTS = 2


@pytest.mark.parametrize("part", range(PARTS))
def test_admin_pages_are_accessible(page, post, inspect_on_both, part):
    inspect_on_both("/admin/")
    expect(page.get_by_label("Email address")).to_be_visible()
    sign_in(page, "ada@example.org")
    versions = post.revisions.order_by("pk")
    numbers = {
        "post": post.pk,
        "first": versions.first().pk,
        "last": versions.last().pk,
        "series": post.series_id,
        "comment": post.comments.get().pk,
        "image": post.lead_image_id,
        "web_address": WebAddress.objects.get().pk,
        "run": keep_run().pk,
        "person": post.people.first().pk,
        "other_person": post.people.last().pk,
    }
    for place in PLACES[part::PARTS]:
        inspect_on_both(f"/admin/{place.format(**numbers)}")


def test_changing_many_entries_is_accessible(page, post, inspect):
    sign_in(page, "ada@example.org")
    page.goto("/admin/blog/post/")
    page.get_by_label("Select all objects on this page").check()
    page.locator("select[name=action]").select_option("Change topic, author, or the like…")
    page.get_by_role("button", name="Run").click()

    inspect()
    page.locator(".many-buttons button").first.click()

    inspect()

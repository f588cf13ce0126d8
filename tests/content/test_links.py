"""Where texts lead, and wiki links that follow what they name."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from content.models import Entry, Link, WebAddress
from content.services.entries import delete_entry, publish, return_to_draft, save_by
from content.services.relinking import relink, relink_what_was_missed
from tests.factories import ArticleFactory, PostFactory, ResourceFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory(is_superuser=True)


def do_jobs() -> None:
    """Do what has been enqueued for now, as a worker would."""
    for job in ProcrastinateJob.objects.filter(task_name="content.relink", scheduled_at=None):
        app.tasks[job.task_name](**job.args)


def shown(slug: str) -> str:
    return Entry.objects.get(slug=slug).body_html


def test_entry_knows_where_its_text_leads(settings):
    settings.SITE_URL = "https://site.example"
    post, article = PostFactory(slug="the-post"), ArticleFactory(title="Mastery")

    entry = PostFactory(
        body="[[mastery]] [[Nothing]] [a](/blog/the-post/#x) [b](https://site.example/gone/) "
        "[c](https://example.org/x?y=1#z) <https://example.org/x?y=1> [d](#here)"
    )

    assert {
        (link.title, link.address, link.target_id, link.web_address and link.web_address.url)
        for link in entry.links.all()
    } == {
        ("MASTERY", "", article.pk, None),
        ("NOTHING", "", None, None),
        ("", "/blog/the-post/", post.pk, None),
        ("", "/gone/", None, None),
        ("", "https://example.org/x?y=1", None, "https://example.org/x?y=1"),
    }


def test_links_that_leave_the_text_leave_the_list():
    entry = PostFactory(body="[[One]] [two](https://example.org/)")

    entry.body = "[[One]]"
    entry.save()

    assert [link.title for link in entry.links.all()] == ["ONE"]
    assert WebAddress.objects.get().links.count() == 0


def test_link_to_what_does_not_exist_leads_there_once_it_does(editor):
    ArticleFactory(slug="rubric", body="See [[Moderation]].")
    before = shown("rubric")

    publish(entry=ArticleFactory(title="Moderation", slug="moderation", draft=True), by=editor)
    do_jobs()

    assert before == (
        '<p>See <a class="missing-link" href="/wiki/wanted/?title=Moderation" '
        'title="No page yet: Moderation" rel="nofollow">Moderation</a>.</p>'
    )
    assert shown("rubric") == (
        '<p>See <a class="wiki-link" href="/wiki/moderation/">Moderation</a>.</p>'
    )
    assert Link.objects.get(title="MODERATION").target.slug == "moderation"


def test_renamed_article_is_found_by_its_former_title_and_at_its_former_address(client, editor):
    article = ArticleFactory(title="Moderation", slug="moderation")
    ArticleFactory(slug="rubric", body="See [[Moderation]].")

    article = type(article).objects.get(pk=article.pk)
    article.title, article.slug = "Moderating work", "moderating-work"
    save_by(entry=article, by=editor)
    do_jobs()
    ArticleFactory(slug="later", body="See [[moderation]].")

    link = '<p>See <a class="wiki-link" href="/wiki/moderating-work/">{}</a>.</p>'
    assert shown("rubric") == link.format("Moderation")
    assert shown("later") == link.format("moderation")
    response = client.get("/wiki/moderation/")
    assert (response.status_code, response["Location"]) == (301, "/wiki/moderating-work/")


def test_title_that_something_has_now_goes_before_one_that_was_given_up(editor):
    article = ArticleFactory(title="Credit", slug="credit")
    article = type(article).objects.get(pk=article.pk)
    article.title = "Carnegie unit"
    save_by(entry=article, by=editor)

    ArticleFactory(title="Credit", slug="credit-2")

    assert Entry.objects.paths_by_title(["credit", "Carnegie unit"]) == {
        "credit": "/wiki/credit-2/",
        "Carnegie unit": "/wiki/credit/",
    }


@pytest.mark.parametrize("take_away", [delete_entry, return_to_draft])
def test_link_to_what_is_gone_says_so(editor, take_away):
    article = ArticleFactory(title="Moderation", slug="moderation")
    ArticleFactory(slug="rubric", body="See [[Moderation]].")

    article = type(article).objects.get(pk=article.pk)
    take_away(entry=article, **({"by": editor} if take_away is return_to_draft else {}))
    do_jobs()

    assert 'class="missing-link"' in shown("rubric")


def test_article_and_link_to_it_that_were_saved_at_once_find_each_other():
    ArticleFactory(slug="rubric", body="See [[Moderation]].")
    ArticleFactory(title="Moderation", slug="moderation")

    count = relink_what_was_missed()

    assert (count, relink_what_was_missed()) == (1, 0)
    assert 'href="/wiki/moderation/"' in shown("rubric")


def test_scheduled_article_is_linked_to_at_its_minute(editor):
    article = ArticleFactory(title="Moderation", slug="moderation", draft=True)
    tomorrow = timezone.now() + timedelta(days=1)

    publish(entry=article, by=editor, at=tomorrow)

    job = ProcrastinateJob.objects.get(task_name=relink.name)
    assert (job.scheduled_at, job.args["titles"]) == (tomorrow, ["Moderation"])


def test_rendering_anew_keeps_the_address_of_a_resource():
    resource = ResourceFactory(url="https://example.org/report", body="On [[Moderation]].")
    ArticleFactory(title="Moderation")

    relink_what_was_missed()

    assert {link.address or link.title for link in resource.links.all()} == {
        "https://example.org/report",
        "MODERATION",
    }

"""Where texts lead, and wiki links that follow what they name."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from content.editing.publishing import publish, return_to_draft
from content.editing.saving import delete_entry, save_entry
from content.links.relinking import relink, relink_unresolved
from content.models import Entry, Link, WebAddress
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


def rename(entry: Entry, title: str, *, by, **fields) -> Entry:
    """Rename an entry as a form does: read it, change it, save it."""
    entry = type(entry).objects.get(pk=entry.pk)
    entry.title = title
    for name, value in fields.items():
        setattr(entry, name, value)
    return save_entry(entry=entry, by=by)


def leads_to(*titles: str) -> dict[str, str]:
    return Entry.objects.paths_by_title(titles)


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
    save_entry(entry=entry, by=None)

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
    save_entry(entry=article, by=editor)
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
    save_entry(entry=article, by=editor)

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
    take_away(entry=article, by=editor)
    do_jobs()

    assert 'class="missing-link"' in shown("rubric")


def test_link_by_a_former_title_says_so_when_the_article_is_deleted(editor):
    article = ArticleFactory(title="Old name", slug="named")
    ArticleFactory(slug="rubric", body="See [[Old name]].")
    article = rename(article, "New name", by=editor)
    do_jobs()
    before = shown("rubric")
    ProcrastinateJob.objects.all().delete()

    delete_entry(entry=article, by=None)
    do_jobs()

    assert 'href="/wiki/named/"' in before
    assert 'class="missing-link"' in shown("rubric")


def test_title_that_was_given_up_in_a_draft_still_leads_to_the_article(client, editor):
    article = ArticleFactory(title="First Title", slug="first-title")
    ArticleFactory(slug="rubric", body="See [[First Title]].")
    article = return_to_draft(entry=type(article).objects.get(pk=article.pk), by=editor)
    do_jobs()
    before = shown("rubric")

    article = rename(article, "Second Title", slug="second-title", by=editor)
    publish(entry=article, by=editor)
    do_jobs()

    assert 'class="missing-link"' in before
    assert 'href="/wiki/second-title/"' in shown("rubric")
    assert client.get("/wiki/first-title/")["Location"] == "/wiki/second-title/"


def test_title_that_readers_never_saw_does_not_lead_to_the_article(editor):
    article = ArticleFactory(title="Working title", draft=True)

    publish(entry=rename(article, "Moderation", slug="moderation", by=editor), by=editor)

    assert leads_to("Working title", "Moderation") == {"Moderation": "/wiki/moderation/"}


def test_former_title_of_several_leads_to_the_last_of_them_that_there_is(editor):
    first = ArticleFactory(title="P One", slug="a")
    ArticleFactory(slug="rubric", body="See [[P One]].")
    rename(first, "P Two", by=editor)
    second = ArticleFactory(title="P One", slug="b")
    second = rename(second, "P Three", by=editor)
    of_both = leads_to("p one")

    delete_entry(entry=second, by=None)
    do_jobs()

    assert (of_both, leads_to("p one")) == ({"p one": "/wiki/b/"}, {"p one": "/wiki/a/"})
    assert 'href="/wiki/a/"' in shown("rubric")


def test_former_title_that_is_given_up_again_leads_to_who_had_it_last(editor):
    first = rename(ArticleFactory(title="P One", slug="a"), "P Two", by=editor)
    rename(ArticleFactory(title="P One", slug="b"), "P Three", by=editor)

    rename(rename(first, "P One", by=editor), "P Four", by=editor)

    assert leads_to("P One") == {"P One": "/wiki/a/"}


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Straße", "straße"),
        ("Straße", "Straße"),
        ("ﬁne work", "ﬁne Work"),
        ("ΰ and ŉ", "ΰ AND ŉ"),
        ("École", "éCOLE"),
    ],
)
def test_title_of_any_script_can_be_linked_to(editor, title, asked):
    article = ArticleFactory(title=title, slug="here")
    ArticleFactory(slug="rubric", body=f"See [[{asked}]].")
    expected = {asked: "/wiki/here/"}

    by_its_title = leads_to(asked)
    rename(article, "Otherwise", by=editor)

    assert (by_its_title, leads_to(asked)) == (expected, expected)
    assert 'class="wiki-link" href="/wiki/here/"' in shown("rubric")


def test_titles_are_found_by_two_queries_however_many(django_assert_num_queries):
    articles = ArticleFactory.create_batch(5)

    with django_assert_num_queries(2):
        found = leads_to(*(article.title.lower() for article in articles), "Straße")

    assert found == {article.title.lower(): article.get_absolute_url() for article in articles}


def test_article_and_link_to_it_that_were_saved_at_once_find_each_other():
    ArticleFactory(slug="rubric", body="See [[Moderation]].")
    ArticleFactory(title="Moderation", slug="moderation")

    count = relink_unresolved()

    assert (count, relink_unresolved()) == (1, 0)
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

    relink_unresolved()

    assert {link.address or link.title for link in resource.links.all()} == {
        "https://example.org/report",
        "MODERATION",
    }

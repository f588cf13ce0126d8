"""Links in texts, and wiki links that follow renamed and deleted articles."""

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


def run_jobs() -> None:
    """Run the jobs that are due now, as a worker would."""
    for job in ProcrastinateJob.objects.filter(task_name="content.relink", scheduled_at=None):
        app.tasks[job.task_name](**job.args)


def html_of(slug: str) -> str:
    return Entry.objects.get(slug=slug).body_html


def rename(entry: Entry, title: str, *, by, **fields) -> Entry:
    """Rename an entry as a form does: load, change, save."""
    entry = type(entry).objects.get(pk=entry.pk)
    entry.title = title
    for name, value in fields.items():
        setattr(entry, name, value)
    return save_entry(entry=entry, by=by)


def paths_of(*titles: str) -> dict[str, str]:
    return Entry.objects.paths_by_title(titles)


def test_entry_records_links_in_text(settings):
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


def test_link_removed_from_text_is_deleted():
    entry = PostFactory(body="[[One]] [two](https://example.org/)")

    entry.body = "[[One]]"
    save_entry(entry=entry, by=None)

    assert [link.title for link in entry.links.all()] == ["ONE"]
    assert WebAddress.objects.get().links.count() == 0


def test_link_to_missing_article_resolves_once_published(editor):
    ArticleFactory(slug="rubric", body="See [[Moderation]].")
    before = html_of("rubric")

    publish(entry=ArticleFactory(title="Moderation", slug="moderation", draft=True), by=editor)
    run_jobs()

    assert before == (
        '<p>See <a class="missing-link" href="/wiki/wanted/?title=Moderation" '
        'title="No page yet: Moderation" rel="nofollow">Moderation</a>.</p>'
    )
    assert html_of("rubric") == (
        '<p>See <a class="wiki-link" href="/wiki/moderation/">Moderation</a>.</p>'
    )
    assert Link.objects.get(title="MODERATION").target.slug == "moderation"


def test_renamed_article_is_found_by_former_title_and_address(client, editor):
    article = ArticleFactory(title="Moderation", slug="moderation")
    ArticleFactory(slug="rubric", body="See [[Moderation]].")

    article = type(article).objects.get(pk=article.pk)
    article.title, article.slug = "Moderating work", "moderating-work"
    save_entry(entry=article, by=editor)
    run_jobs()
    ArticleFactory(slug="later", body="See [[moderation]].")

    link = '<p>See <a class="wiki-link" href="/wiki/moderating-work/">{}</a>.</p>'
    assert html_of("rubric") == link.format("Moderation")
    assert html_of("later") == link.format("moderation")
    response = client.get("/wiki/moderation/")
    assert (response.status_code, response["Location"]) == (301, "/wiki/moderating-work/")


def test_current_title_wins_over_former_title(editor):
    article = ArticleFactory(title="Credit", slug="credit")
    article = type(article).objects.get(pk=article.pk)
    article.title = "Carnegie unit"
    save_entry(entry=article, by=editor)

    ArticleFactory(title="Credit", slug="credit-2")

    assert Entry.objects.paths_by_title(["credit", "Carnegie unit"]) == {
        "credit": "/wiki/credit-2/",
        "Carnegie unit": "/wiki/credit/",
    }


def test_link_leads_to_the_title_that_is_written_exactly_like_it():
    ArticleFactory(title="AIDS", slug="aids")
    ArticleFactory(title="Aids", slug="aids-2")

    assert paths_of("AIDS", "Aids", "aids") == {
        "AIDS": "/wiki/aids/",
        "Aids": "/wiki/aids-2/",
        "aids": "/wiki/aids/",
    }


@pytest.mark.parametrize("take_away", [delete_entry, return_to_draft])
def test_link_to_removed_article_is_marked_missing(editor, take_away):
    article = ArticleFactory(title="Moderation", slug="moderation")
    ArticleFactory(slug="rubric", body="See [[Moderation]].")

    article = type(article).objects.get(pk=article.pk)
    take_away(entry=article, by=editor)
    run_jobs()

    assert 'class="missing-link"' in html_of("rubric")


def test_link_by_former_title_is_marked_missing_after_deletion(editor):
    article = ArticleFactory(title="Old name", slug="named")
    ArticleFactory(slug="rubric", body="See [[Old name]].")
    article = rename(article, "New name", by=editor)
    run_jobs()
    before = html_of("rubric")
    ProcrastinateJob.objects.all().delete()

    delete_entry(entry=article, by=None)
    run_jobs()

    assert 'href="/wiki/named/"' in before
    assert 'class="missing-link"' in html_of("rubric")


def test_public_title_changed_while_draft_still_resolves(client, editor):
    article = ArticleFactory(title="First Title", slug="first-title")
    ArticleFactory(slug="rubric", body="See [[First Title]].")
    article = return_to_draft(entry=type(article).objects.get(pk=article.pk), by=editor)
    run_jobs()
    before = html_of("rubric")

    article = rename(article, "Second Title", slug="second-title", by=editor)
    publish(entry=article, by=editor)
    run_jobs()

    assert 'class="missing-link"' in before
    assert 'href="/wiki/second-title/"' in html_of("rubric")
    assert client.get("/wiki/first-title/")["Location"] == "/wiki/second-title/"


def test_title_that_was_never_public_does_not_resolve(editor):
    article = ArticleFactory(title="Working title", draft=True)

    publish(entry=rename(article, "Moderation", slug="moderation", by=editor), by=editor)

    assert paths_of("Working title", "Moderation") == {"Moderation": "/wiki/moderation/"}


def test_shared_former_title_resolves_to_latest_existing_article(editor):
    first = ArticleFactory(title="P One", slug="a")
    ArticleFactory(slug="rubric", body="See [[P One]].")
    rename(first, "P Two", by=editor)
    second = ArticleFactory(title="P One", slug="b")
    second = rename(second, "P Three", by=editor)
    of_both = paths_of("p one")

    delete_entry(entry=second, by=None)
    run_jobs()

    assert (of_both, paths_of("p one")) == ({"p one": "/wiki/b/"}, {"p one": "/wiki/a/"})
    assert 'href="/wiki/a/"' in html_of("rubric")


def test_shared_former_title_resolves_to_last_holder(editor):
    first = rename(ArticleFactory(title="P One", slug="a"), "P Two", by=editor)
    rename(ArticleFactory(title="P One", slug="b"), "P Three", by=editor)

    rename(rename(first, "P One", by=editor), "P Four", by=editor)

    assert paths_of("P One") == {"P One": "/wiki/a/"}


@pytest.mark.parametrize(
    ("title", "linked_title"),
    [
        ("Straße", "straße"),
        ("Straße", "Straße"),
        ("ﬁne work", "ﬁne Work"),
        ("ΰ and ŉ", "ΰ AND ŉ"),
        ("École", "éCOLE"),
    ],
)
def test_title_in_any_script_can_be_linked(editor, title, linked_title):
    article = ArticleFactory(title=title, slug="here")
    ArticleFactory(slug="rubric", body=f"See [[{linked_title}]].")
    expected = {linked_title: "/wiki/here/"}

    by_its_title = paths_of(linked_title)
    rename(article, "Otherwise", by=editor)

    assert (by_its_title, paths_of(linked_title)) == (expected, expected)
    assert 'class="wiki-link" href="/wiki/here/"' in html_of("rubric")


def test_titles_are_found_with_two_queries(django_assert_num_queries):
    articles = ArticleFactory.create_batch(5)

    with django_assert_num_queries(2):
        found = paths_of(*(article.title.lower() for article in articles), "Straße")

    assert found == {article.title.lower(): article.get_absolute_url() for article in articles}


def test_relinking_resolves_article_saved_concurrently_with_link():
    ArticleFactory(slug="rubric", body="See [[Moderation]].")
    ArticleFactory(title="Moderation", slug="moderation")

    count = relink_unresolved()

    assert (count, relink_unresolved()) == (1, 0)
    assert 'href="/wiki/moderation/"' in html_of("rubric")


def test_scheduled_article_is_linked_when_published(editor):
    article = ArticleFactory(title="Moderation", slug="moderation", draft=True)
    tomorrow = timezone.now() + timedelta(days=1)

    publish(entry=article, by=editor, at=tomorrow)

    job = ProcrastinateJob.objects.get(task_name=relink.name)
    assert (job.scheduled_at, job.args["titles"]) == (tomorrow, ["Moderation"])


def test_relinking_keeps_resource_url():
    resource = ResourceFactory(url="https://example.org/report", body="On [[Moderation]].")
    ArticleFactory(title="Moderation")

    relink_unresolved()

    assert {link.address or link.title for link in resource.links.all()} == {
        "https://example.org/report",
        "MODERATION",
    }

"""Changes to a published post that readers don't see yet."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml.html import fromstring
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from blog.models import Post
from content.editing.saving import save_entry
from content.models import PendingVersion
from tests.factories import PersonFactory, PostFactory, TopicFactory
from tests.support.editors import Editor, reloaded
from tests.support.post_forms import change_url, form_of
from tests.support.signing_in import sign_in
from tests.support.staff_pages import messages_in

pytestmark = pytest.mark.django_db

BODY = "It asks for time.\n\nIt asks for patience, every day.\n\nNo one has both."


@pytest.fixture
def ruth() -> Editor:
    return Editor("Ruth Okonjo-Lind")


@pytest.fixture
def post(ruth) -> Post:
    post = PostFactory(title="What mastery asks", slug="mastery", body=BODY)
    return save_entry(entry=post, by=ruth.user)


def press(editor: Editor, status: str, **fields) -> list[str]:
    """Change the open form and press a button; return what the page says afterward."""
    editor.write(**fields, status=status)
    response = editor.client.post(editor.url, editor.fields, follow=True)
    editor.read(response)
    return messages_in(response)


def run_due_jobs() -> None:
    for job in ProcrastinateJob.objects.filter(task_name="content.publish_kept").order_by("pk"):
        app.tasks[job.task_name](**job.args)


def desk(client: Client) -> list[tuple[str, list[str]]]:
    waiting = client.get("/admin/").context["waiting"]
    return [(each.title, [words for words, _ in each.rows]) for each in waiting]


def keep(editor: Editor, post: Post, **fields) -> list[str]:
    editor.open(post)
    return press(editor, "kept", **fields)


def test_kept_changes_are_shown_in_the_form_and_nowhere_else(client, ruth, post):
    before = client.get("/blog/mastery/").content
    topic, person = TopicFactory(name="Assessment"), PersonFactory(name="Ann")
    rows = {
        "contributions-TOTAL_FORMS": "1",
        "contributions-0-person": str(person.pk),
        "contributions-0-role": "author",
    }

    said = keep(
        ruth, post, body=BODY.replace("time", "hours"), topics=str(topic.pk), tags="pacing", **rows
    )

    assert said == [
        "Saved without publishing. Readers don’t see the changes yet. "
        '<a href="/blog/mastery/">View it</a>'
    ]
    assert client.get("/blog/mastery/").content == before
    assert (reloaded(post).body, post.revisions.count()) == (BODY, 2)
    assert ruth.value("body") == BODY.replace("time", "hours")
    assert [ruth.fields[name] for name in ("topics", "tags", "contributions-0-person")] == [
        [str(topic.pk)],
        ["pacing"],
        [str(person.pk)],
    ]
    (notice,) = ruth.page.xpath("//section[@aria-labelledby='pending-heading']")
    assert notice.xpath("string(h2)").startswith(
        "Ruth Okonjo-Lind saved these changes without publishing them on"
    )
    assert [each.text for each in notice.iter("del", "ins")][:2] == ["time", "hours"]
    assert desk(ruth.client) == [("Changes I keep: posts", ["What mastery asks"])]


def test_publishing_kept_changes_ends_keeping_them(ruth, post):
    person = PersonFactory(name="Ann")
    rows = {
        "contributions-TOTAL_FORMS": "1",
        "contributions-0-person": str(person.pk),
        "contributions-0-role": "author",
    }
    keep(ruth, post, title="What time asks", **rows)

    press(ruth, "published")

    post = reloaded(post)
    assert (post.title, list(post.people.all())) == ("What time asks", [person])
    assert not PendingVersion.objects.exists()


def test_kept_changes_are_merged_with_what_was_published_meanwhile(ruth, post):
    keep(ruth, post, body=BODY.replace("for time", "for hours"), summary="Mine.")
    post.body, post.summary = BODY.replace("No one", "No person"), "Theirs."
    save_entry(entry=post, by=None)
    ruth.open(post)

    press(ruth, "published")

    assert ruth.choices == {"summary": ["Yours: Mine.", "Theirs: Theirs."]}
    press(ruth, "published", **{"choice-summary": "mine", "choice-body": "merged"})
    post = reloaded(post)
    merged = BODY.replace("for time", "for hours").replace("No one", "No person")
    assert (post.body, post.summary) == (merged, "Mine.")


def test_changes_that_a_form_did_not_show_are_not_replaced(ruth, post):
    ben = Editor("Ben Ito")
    ben.open(post)
    keep(ruth, post, title="Hers")

    press(ben, "kept", title="His")

    assert ben.alerts == [
        "Ruth Okonjo-Lind has kept, published, or discarded changes to this while you were "
        "writing, so yours aren’t saved. This browser has kept your text: open the form again to "
        "see both."
    ]
    assert PendingVersion.objects.get().data["title"] == "Hers"


def test_address_cannot_be_kept_for_later(ruth, post):
    keep(ruth, post, slug="time")

    assert ruth.errors("slug") == [
        "This can’t be saved without publishing. Publish it now, or undo it."
    ]
    assert not PendingVersion.objects.exists()


def test_discarded_changes_are_gone(ruth, post):
    keep(ruth, post, title="What time asks")

    ruth.client.post(f"/admin/review/{post.pk}/discard/")
    ruth.open(post)

    assert ruth.value("title") == "What mastery asks"
    assert not PendingVersion.objects.exists()


def in_two_days() -> str:
    return timezone.localtime(timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT09:00")


def test_scheduled_changes_are_published_exactly_once(ruth, post):
    keep(ruth, post, title="Not this", changes_at=in_two_days())
    ruth.open(post)
    words = {"title": "What time asks", "body": BODY.replace("time", "hours")}
    (said,) = press(ruth, "kept", **words, note="Hours, not time")
    post.summary = "Written meanwhile."
    save_entry(entry=post, by=None)
    pending = PendingVersion.objects.get()
    job = ProcrastinateJob.objects.filter(task_name="content.publish_kept").latest("pk")
    assert job.scheduled_at == pending.publish_at
    assert said.startswith("Saved. The changes will be published ")

    run_due_jobs()
    run_due_jobs()

    stored = reloaded(post)
    assert (stored.title, stored.summary) == ("What time asks", "Written meanwhile.")
    assert stored.body == BODY.replace("time", "hours")
    assert [each.reason for each in stored.revisions.newest_first()][:2] == [
        "Published the changes saved earlier: Hours, not time",
        "",
    ]
    assert not PendingVersion.objects.exists()


def test_scheduled_changes_are_among_what_comes_out_this_week_and_in_the_calendar(ruth, post):
    PostFactory(title="Published as it is")
    at = timezone.localtime().replace(hour=9, minute=30) + timedelta(days=2)
    keep(ruth, post, title="What time asks", changes_at=f"{at:%Y-%m-%dT%H:%M}")

    coming = dict(desk(ruth.client))
    listed = ruth.client.get("/admin/blog/post/", {"state": "this-week"}).context["cl"].result_list
    month = ruth.client.get("/admin/calendar/", {"month": f"{at:%Y-%m}"})
    day = fromstring(month.content).xpath(f"//li[@data-day='{at:%Y-%m-%d}']//li")

    (line,) = coming["Coming out this week: posts"]
    assert line.startswith("What mastery asks: changes, ")
    assert line.endswith(", 9:30 am ET")
    assert [each.title for each in listed] == ["What mastery asks"]
    assert [" ".join(each.text_content().split()) for each in day] == [
        "Post Published What mastery asks Changes at 9:30 am"
    ]


@pytest.mark.parametrize(
    ("facts", "title"),
    [
        ({}, "Changes I keep"),
        ({"is_proposed": True}, "Changes proposed"),
        ({"problem": "No longer possible."}, "Changes not published"),
    ],
)
def test_list_of_changes_on_the_desk_leads_to_only_their_entries(ruth, post, facts, title):
    PostFactory(title="Published as it is")
    keep(ruth, post, title="What time asks")
    PendingVersion.objects.update(**facts)

    (waiting,) = ruth.client.get("/admin/").context["waiting"]
    listed = ruth.client.get(waiting.url).context["cl"].result_list

    assert waiting.title == f"{title}: posts"
    assert [each.title for each in listed] == ["What mastery asks"]


def test_scheduled_changes_in_conflict_are_kept_and_the_desk_says_why(ruth, post):
    keep(ruth, post, title="What time asks", changes_at=in_two_days())
    post.title = "What patience asks"
    save_entry(entry=post, by=None)

    run_due_jobs()

    assert reloaded(post).title == "What patience asks"
    assert PendingVersion.objects.get().data["title"] == "What time asks"
    assert desk(ruth.client)[0] == (
        "Changes not published: posts",
        [
            "What patience asks: Someone else has changed the same meanwhile: title. Open it, "
            "choose what to keep, and publish it."
        ],
    )


@pytest.mark.parametrize("change", ["unpublished", "no longer an editor", "a deleted topic"])
def test_scheduled_changes_that_are_no_longer_possible_are_kept(ruth, post, change):
    topic = TopicFactory()
    keep(ruth, post, title="What time asks", topics=str(topic.pk), changes_at=in_two_days())
    match change:
        case "unpublished":
            Post.objects.update(status="draft")
        case "no longer an editor":
            ruth.user.groups.clear()
        case _:
            topic.delete()

    run_due_jobs()

    pending = PendingVersion.objects.get()
    assert (reloaded(post).title, pending.publish_at) == ("What mastery asks", None)
    assert pending.problem


def test_writer_proposes_changes_that_an_editor_publishes(client, ruth, post):
    writer = sign_in(client, "Writers", name="Wren")
    Post.objects.update(created_by=writer)
    page = fromstring(client.get(change_url(post)).content)
    assert page.xpath("//button[@name='status']/@value") == ["proposed"]

    form = form_of(post, title="What time asks", status="proposed", review_note="Clearer?")
    response = client.post(change_url(post), form, follow=True)

    assert messages_in(response) == [
        "Proposed. Readers see the changes once an editor publishes them. We’re emailing Ruth "
        'Okonjo-Lind. <a href="/blog/mastery/">View it</a>'
    ]
    assert reloaded(post).title == "What mastery asks"
    assert ("Changes proposed: posts", ["What mastery asks"]) in desk(ruth.client)
    ruth.open(post)
    press(ruth, "published")
    assert reloaded(post).title == "What time asks"


def test_editor_sees_the_whole_page_with_proposed_changes(client, ruth, post):
    writer = sign_in(client, "Writers", name="Wren")
    Post.objects.update(created_by=writer)
    form = form_of(post, body=BODY.replace("time", "hours"), status="proposed")
    client.post(change_url(post), form)
    page = fromstring(ruth.client.get(change_url(post)).content.decode())
    (address,) = page.xpath("//button[starts-with(., 'Preview the page')]/@formaction")

    preview = fromstring(ruth.client.post(address).content.decode())
    shown = fromstring(preview.xpath("//iframe/@srcdoc")[0])
    post.body = BODY.replace("time", "days")
    save_entry(entry=post, by=ruth.user)
    in_conflict = fromstring(ruth.client.post(address).content.decode())
    PendingVersion.objects.all().delete()

    assert shown.xpath("//div[@class='prose']/p[1]/text()") == ["It asks for hours."]
    assert in_conflict.xpath("//main/ul/li/text()") == [
        "Someone else has changed the same meanwhile: body. Open it, choose what to keep, and "
        "publish it."
    ]
    assert reloaded(post).body == BODY.replace("time", "days")
    assert ruth.client.post(address).status_code == 404


def test_proposed_changes_are_sent_back_to_their_writer(client, ruth, post):
    writer = sign_in(client, "Writers", name="Wren")
    Post.objects.update(created_by=writer)
    client.post(change_url(post), form_of(post, title="What time asks", status="proposed"))
    ruth.open(post)

    (said,) = press(ruth, "sent-back", review_note="Keep the old title.")

    assert said.startswith("Sent back to Wren. Readers see what was published.")
    assert reloaded(post).is_public
    assert desk(client) == [("Sent back: posts", ["What mastery asks"])]
    page = fromstring(client.get(change_url(post)).content.decode())
    assert page.xpath("string(//*[@id='sent-back-heading'])").startswith("Sent back by Ruth")
    assert page.xpath("//input[@name='title']/@value") == ["What time asks"]


@pytest.mark.parametrize(
    "status", ["published", "draft", "kept", "now", "scheduled", "sent-back", "hidden"]
)
def test_writer_can_only_propose(client, post, status):
    writer = sign_in(client, "Writers")
    Post.objects.update(created_by=writer)

    form = form_of(post, title="Mine", status=status, review_note="x", publish_anyway=status)
    client.post(change_url(post), form)

    post = reloaded(post)
    assert (post.title, post.status) == ("What mastery asks", "published")
    assert not PendingVersion.objects.exists()


def test_writer_reads_why_nothing_can_be_proposed_while_an_editor_keeps_changes(client, ruth, post):
    writer = sign_in(client, "Writers", name="Wren")
    Post.objects.update(created_by=writer)
    keep(ruth, reloaded(post), title="What time asks")

    page = fromstring(client.get(change_url(post)).content.decode())

    assert page.xpath("//button[@name='status']") == []
    assert "An editor is changing this. You can propose changes once theirs are public." in [
        each.strip() for each in page.xpath("//p/text()")
    ]


def test_writer_cannot_propose_changes_to_the_posts_of_others(client, post):
    sign_in(client, "Writers")

    client.post(change_url(post), form_of(post, title="Mine", status="proposed"))

    assert not PendingVersion.objects.exists()

"""What names a writer as an author is theirs, as what they created is, and nothing else is."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml.html import fromstring

from blog.models import Post
from content.editing.bulk_changes import changeable_by
from content.editing.pending_changes import keep_changes
from content.editing.permissions import owns
from content.editing.reviews import writers_of
from content.editing.revision_data import read_data
from content.media.documents import add_document
from content.models import Entry, PendingVersion, Role, Status, User
from cworks.staff_search import addresses_of
from tests.factories import EventFactory, PersonFactory, PostFactory, UserFactory
from tests.support.mail_servers import send_queued_emails
from tests.support.pdfs import pdf
from tests.support.post_forms import change_url, form_of
from tests.support.signing_in import sign_in
from tests.support.staff_pages import messages_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


@pytest.fixture
def ana(client) -> User:
    return sign_in(client, "Writers", name="Ana Ruiz", person=PersonFactory(name="Ana Ruiz"))


@pytest.fixture
def ben() -> User:
    user = UserFactory(name="Ben Abt", person=PersonFactory(name="Ben Abt"))
    user.groups.add(Group.objects.get(name="Writers"))
    return user


def rows_of(*people) -> dict[str, str]:
    rows = {"contributions-TOTAL_FORMS": str(len(people))}
    for number, person in enumerate(people):
        rows |= {
            f"contributions-{number}-person": str(person.pk),
            f"contributions-{number}-role": "author",
        }
    return rows


def listed(client, query: str = "") -> list[str]:
    page = fromstring(client.get(f"/admin/blog/post/{query}").content.decode())
    return page.xpath("//th[contains(@class, 'field-heading_link')]/a/text()")


def test_own_is_what_someone_created_or_is_named_in_as_author(ana, ben):
    PostFactory(title="Created", created_by=ana)
    PostFactory(title="Imported", authors=[ana.person])
    PostFactory(title="Together", created_by=ben, authors=[ben.person, ana.person])
    PostFactory(title="Another’s", created_by=ben, authors=[ben.person])
    presented = EventFactory(title="Presented", presenters=[ana.person])

    found = {user: {entry.title for entry in Entry.objects.by_user(user)} for user in (ana, ben)}

    assert found == {
        ana: {"Created", "Imported", "Together"},
        ben: {"Together", "Another’s"},
    }
    for entry in Entry.objects.all():
        owners = [user for user in (ana, ben) if owns(user, entry)]
        assert writers_of(entry) == owners, entry
    assert not owns(ana, presented)


def test_author_of_an_imported_post_proposes_changes(client, ana):
    post = PostFactory(title="Clocks", slug="clocks", authors=[ana.person])
    fields = rows_of(ana.person)

    (said,) = messages_in(
        client.post(
            change_url(post),
            form_of(post, title="Bells", status="proposed", **fields),
            follow=True,
        )
    )

    assert said.startswith("Proposed. Readers see the changes once an editor publishes them.")
    post.refresh_from_db()
    assert (post.title, PendingVersion.objects.get().data["title"]) == ("Clocks", "Bells")
    assert listed(client) == listed(client, "?whose=mine") == ["Clocks"]


def test_authors_see_and_continue_what_the_other_proposed(client, ana, ben):
    post = PostFactory(title="Clocks", created_by=ben, authors=[ben.person, ana.person])
    data = {**read_data(post), "title": "Bells"}
    keep_changes(entry=post, data=data, by=ben, is_proposed=True)

    page = fromstring(client.get(change_url(post)).content.decode())
    mark = page.xpath("string(//input[@name='pending_mark']/@value)")
    form = form_of(post, title="Chimes", status="proposed", pending_mark=mark)
    client.post(change_url(post), {**form, **rows_of(ben.person, ana.person)})

    assert page.xpath("//input[@name='title']/@value") == ["Bells"]
    assert page.xpath("string(//*[@id='pending-heading'])").startswith("Ben Abt proposed")
    pending = PendingVersion.objects.get()
    assert (pending.by, pending.data["title"]) == (ana, "Chimes")


def test_author_edits_and_submits_a_draft_that_another_created(client, ana, ben):
    editor = UserFactory(name="Ruth")
    editor.groups.add(Group.objects.get(name="Editors"))
    post = PostFactory(title="Clocks", draft=True, created_by=ben, authors=[ben.person, ana.person])
    named = rows_of(ben.person, ana.person)

    client.post(change_url(post), form_of(post, title="Bells", status="review", **named))

    post.refresh_from_db()
    assert (post.title, post.status, post.created_by) == ("Bells", Status.REVIEW, ben)
    assert changeable_by(ana, [post.pk]) == [post.pk]
    waiting = client.get("/admin/").context["waiting"]
    assert [each.title for each in waiting] == ["Waiting for an editor: posts"]
    assert addresses_of(ana, [Entry.objects.get(pk=post.pk)]) == {post.pk: change_url(post)}


def test_draft_that_is_sent_back_goes_to_all_its_writers(client, ana, ben):
    gone = UserFactory(is_active=False, person=PersonFactory())
    manager = UserFactory(person=PersonFactory())  # who can't open posts
    people = [ben.person, ana.person, gone.person, manager.person]
    post = PostFactory(title="Clocks", status="review", published_at=None, authors=people)
    editor = Client()
    sign_in(editor, "Editors", name="Ruth")

    fields = rows_of(*people)
    response = editor.post(
        change_url(post),
        form_of(post, status="sent-back", review_note="Shorter.", **fields),
        follow=True,
    )
    send_queued_emails()

    assert messages_in(response) == ["Sent back to Ana Ruiz and Ben Abt."]
    assert sorted(each.to[0] for each in mail.outbox) == sorted([ana.email, ben.email])
    (waiting,) = client.get("/admin/").context["waiting"]
    assert (waiting.title, [words for words, _ in waiting.rows]) == ("Sent back: posts", ["Clocks"])


def hostile_requests(post: Post) -> dict[str, tuple]:
    """Return what a writer could send about the post of someone else: (address, form or None)."""

    def name(page: str) -> str:
        return reverse(f"admin:blog_post_{page}", args=[post.pk])

    taken = form_of(post, title="Taken", status=post.status)
    return {
        "form": (change_url(post), None),
        "save": (change_url(post), taken),
        "propose": (change_url(post), {**taken, "status": "proposed"}),
        "history": (name("history"), None),
        "delete": (name("delete"), {"post": "yes"}),
        "preview": (name("preview_page"), taken),
        "changes": (name("preview_changes"), {}),
        "notes": (reverse("admin:review-notes", args=[post.pk]), {"text": "Mine"}),
        "discard": (reverse("admin:review-discard", args=[post.pk]), {}),
        "open": (reverse("admin:review-open", args=[post.pk]), {}),
    }


@pytest.mark.parametrize("draft", [True, False])
@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.PRESENTER])
def test_nothing_else_is_seen_or_changed(client, ana, ben, draft, role):
    post = PostFactory(title="Secret", draft=draft, created_by=ben, authors=[ben.person])
    if role:
        post.contributions.create(person=ana.person, role=role, position=1)
    if not draft:
        data = {**read_data(post), "title": "Secret plan"}
        keep_changes(entry=post, data=data, by=ben, is_proposed=True)
    before = read_data(post)
    own = PostFactory(title="Own", draft=True, created_by=ana)
    # The number of another's post in the form of one's own, and oneself as its author.
    forged = form_of(own, **rows_of(ana.person), id=str(post.pk), entry_ptr=str(post.pk))

    answers = {}
    for name, (address, form) in hostile_requests(post).items():
        response = client.get(address) if form is None else client.post(address, form)
        answers[name] = response
    client.post(change_url(own), forged | {"contributions-0-entry": str(post.pk)})
    client.post(
        "/admin/blog/post/", {"action": "delete_selected", "_selected_action": [post.pk], "post": 1}
    )

    assert {name: b"Secret" in each.content for name, each in answers.items()} == dict.fromkeys(
        answers, False
    )
    post = Post.objects.get(pk=post.pk)
    assert (read_data(post), post.created_by) == (before, ben)
    assert not post.review_notes.exists()
    assert PendingVersion.objects.count() == (0 if draft else 1)
    assert changeable_by(ana, [post.pk]) == []
    assert listed(client) == ["Own"]


def test_only_the_files_of_own_drafts_open(client, ana, ben):
    named = PostFactory(draft=True, created_by=ben, authors=[ana.person])
    other = PostFactory(draft=True, created_by=ben)
    files = []
    for post in (named, other):
        content = BytesIO(pdf(f"Page of {post.pk}"))
        files.append(add_document(file=content, name="report.pdf", by=ben))
        post.documents.add(files[-1])

    found = [client.get(f"/media/{document.file.name}") for document in files]
    found[0].getvalue()

    assert [response.status_code for response in found] == [200, 404]


def test_writer_who_is_no_longer_named_has_no_part_in_it(client, ana, ben):
    post = PostFactory(draft=True, created_by=ben, authors=[ben.person, ana.person])

    response = client.post(change_url(post), form_of(post, **rows_of(ben.person)), follow=True)

    assert response.status_code == 200
    assert response.redirect_chain[-1][0] == "/admin/blog/post/"
    assert not owns(ana, post)
    assert client.get(change_url(post)).status_code == 302


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/blog/post/", "/admin/calendar/", "/admin/search/?q=post"]
)
def test_pages_ask_as_often_for_many_own_entries_as_for_a_few(client, ana, address):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def publish_some(number: int) -> None:
        for _ in range(number):
            PostFactory(authors=[ana.person])
            PostFactory(draft=True, authors=[ana.person])
            PostFactory(authors=[PersonFactory()])

    publish_some(1)
    client.get(address)
    few = count()
    publish_some(8)

    assert count() == few

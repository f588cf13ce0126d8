"""The lists on the admin's start page: each leads to a list that shows the same rows."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html
from procrastinate.contrib.django.models import ProcrastinateJob

from content.models import SearchCount, User
from content.moments import format_minute
from content.tasks import check_links
from events.models import Delivery
from events.services.recordings import publish_recording, save_recording
from tests.factories import EventFactory, PersonFactory, PostFactory, RegistrationFactory
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(User.objects.create_superuser("admin@example.org", name="Ada"))
    return client


def desk(client) -> dict[str, tuple[str, int, list[str]]]:
    """Return {title: (address of the list, number of rows, rows shown)}."""
    lists = client.get("/admin/").context["waiting"]
    return {each.title: (each.url, each.total, [words for words, _ in each.rows]) for each in lists}


def listed(client, address: str) -> list[str]:
    """Return the first column of a list in the admin."""
    response = client.get(address)
    assert (response.status_code, response.headers.get("Location")) == (200, None)
    page = html.fromstring(response.content.decode())
    rows = page.xpath("//table[@id='result_list']/tbody/tr")
    return [row.xpath("string(*[starts-with(@class, 'field-')][1])").strip() for row in rows]


def test_editors_finish_drafts_they_created_or_are_named_in(client):
    editor = sign_in(client, "Editors", person=PersonFactory())
    PostFactory(title="Created", draft=True, created_by=editor)
    PostFactory(title="Named", draft=True, authors=[editor.person])
    PostFactory(title="Another’s", draft=True)
    PostFactory(title="Public", created_by=editor)

    drafts = desk(client)

    assert drafts == {
        "My drafts: posts": ("/admin/blog/post/?state=my-drafts", 2, ["Named", "Created"])
    }
    assert listed(client, "/admin/blog/post/?state=my-drafts") == ["Named", "Created"]


def test_what_comes_out_this_week_is_shown_with_its_moment(client):
    sign_in(client, "Editors")
    now = timezone.now()
    soon = PostFactory(title="Soon", published_at=now + timedelta(days=6))
    PostFactory(title="Later", published_at=now + timedelta(days=8))

    [(address, total, [row])] = desk(client).values()

    assert (address, total) == ("/admin/blog/post/?state=this-week", 1)
    assert row == f"Soon: {format_minute(soon.published_at)}"
    assert listed(client, address) == ["Soon"]


def test_writers_see_when_their_own_posts_come_out(client):
    writer = sign_in(client, "Writers")
    PostFactory(title="Mine", scheduled=True, created_by=writer)
    PostFactory(title="Another’s", scheduled=True)

    assert [(title, each[1]) for title, each in desk(client).items()] == [
        ("Coming out this week: posts", 1)
    ]


def test_searches_that_found_nothing_come_with_how_often(client):
    sign_in(client, "Editors")
    SearchCount.objects.create(words="mastry", searches=3, found=0)
    SearchCount.objects.create(words="pacing", searches=1, found=0)
    SearchCount.objects.create(words="mastery", searches=9, found=4)

    shown = desk(client)

    address = "/admin/content/searchcount/?found=nothing"
    assert shown == {
        "Searches that found nothing": (address, 2, ["“mastry”, 3 times", "“pacing”, once"])
    }
    assert listed(client, address) == ["mastry", "pacing"]


def fail_email(event, name: str = "Ana") -> None:
    Delivery.objects.create(
        registration=RegistrationFactory(event=event, name=name),
        kind=Delivery.Purpose.RECORDING,
        state=Delivery.State.FAILED,
    )


def test_failed_emails_are_shown_even_when_their_event_is_over(client):
    sign_in(client, "Event managers")
    over = EventFactory(title="Over", past=True, event_type="meetup")
    fail_email(over, "Ana")
    fail_email(over, "Ben")
    RegistrationFactory(event=EventFactory(title="Fine"))

    shown = desk(client)

    lines = [f"Thank-you with the recording: Over, {name}" for name in ("Ben", "Ana")]
    assert shown == {"Emails to registrants that failed": ("/admin/content/email/", 2, lines)}
    assert listed(client, "/admin/events/event/?missing=failed-emails") == ["Over"]


def test_webinars_that_are_over_wait_for_their_recordings(client):
    manager = sign_in(client, "Event managers")
    waiting = EventFactory(title="Over", past=True)
    done = EventFactory(title="Done", past=True)
    save_recording(event=done, video_url="https://www.youtube.com/watch?v=aqz-KE-bpKQ")
    publish_recording(event=done, by=manager)
    long_ago = timezone.now() - timedelta(days=31)
    EventFactory(title="Old", starts_at=long_ago, ends_at=long_ago + timedelta(hours=1))
    EventFactory(title="In a room", past=True, event_type="meetup")
    EventFactory(title="Called off", past=True, canceled=True)
    EventFactory(title="Coming")

    shown = desk(client)

    address = "/admin/events/event/?missing=no-recording"
    assert shown == {"Webinars without a recording": (address, 1, ["Over"])}
    assert listed(client, address) == ["Over"]
    form = f"/admin/events/event/{waiting.pk}/recording/"
    assert form in client.get("/admin/").content.decode()


def test_writers_cannot_list_events_with_failed_emails(client):
    sign_in(client, "Writers")
    fail_email(EventFactory(title="Failed"))

    assert desk(client) == {}
    assert client.get("/admin/events/event/?missing=failed-emails").status_code == 400


def test_administrators_see_failed_jobs(administrator):
    check_links.defer(timestamp=0)
    ProcrastinateJob.objects.all().update(status="failed")
    job = ProcrastinateJob.objects.get()

    shown = desk(administrator)

    address = "/admin/procrastinate/procrastinatejob/?status__exact=failed"
    assert shown == {"Failed jobs": (address, 1, [f"Check links (job {job.pk})"])}
    assert administrator.get(address).context["cl"].result_count == 1


def test_desk_without_work_says_so(client):
    sign_in(client, "Editors")

    page = html.fromstring(client.get("/admin/").content.decode())

    [words] = page.find_class("waiting-none")
    assert words.text == "Nothing is waiting for you."

"""Following by email, from the form to the button that stops it."""

import pytest
from django.core.signing import Signer
from django.urls import reverse

from content.editing.term_merging import merge_terms
from content.models import Reader, SiteSettings
from content.paths import absolute
from content.rendering import save_site_settings
from following.models import Digest, Follow
from following.services.mailings import plan_mailings
from tests.factories import FollowFactory, PostFactory, ReaderFactory, SeriesFactory, TopicFactory
from tests.support.mail_servers import send_queued_emails, text_of
from tests.support.reader_emails import path_in, paths_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("empty_queue"),
]
FOLLOW = {"email": "Ana@Example.org", "frequency": "immediately"}


def follows() -> list[tuple]:
    rows = Follow.objects.in_order()
    return [(each.scope, each.key, each.frequency, each.is_active) for each in rows]


def test_reader_follows_a_topic_gets_one_email_and_stops_with_one_click(client, mail_server):
    topic = TopicFactory(name="Assessment")
    hub = client.get(topic.get_absolute_url()).content.decode()
    address = f"{reverse('following:follow-create')}?of=topic.{topic.pk}"
    key = str(topic.pk)

    sent = client.post(address, FOLLOW)
    send_queued_emails()
    asked = follows()
    [mail] = mail_server.taken
    client.post(path_in(mail, "/confirm/"))
    send_queued_emails()
    confirmed = follows()
    PostFactory(title="Rubrics", summary="What they are.", topics=[topic])
    PostFactory(title="Unrelated")
    plan_mailings()
    plan_mailings()
    send_queued_emails()

    assert address in hub
    assert (sent.status_code, sent.url) == (302, reverse("following:follow-sent"))
    assert (asked, confirmed) == (
        [("topic", key, "immediately", False)],
        [("topic", key, "immediately", True)],
    )
    assert mail_server.subjects == [
        ("ana@example.org", "Please confirm: follow Assessment"),
        ("ana@example.org", "Welcome to CompetencyWorks"),
        ("ana@example.org", "Rubrics"),
    ]
    welcome = text_of(mail_server.taken[1]).splitlines()
    assert "in every email, and there is no password." in welcome
    mail = mail_server.taken[-1]
    # Every link, as a scanner opens them: nothing changes.
    paths = [path for each in mail_server.taken for path in paths_in(each)]
    assert {client.get(path).status_code for path in paths} == {200}
    assert follows() == confirmed
    assert Reader.objects.get().problem == ""
    # RFC 8058 §3.2: a POST of exactly this, without cookies, that must not be redirected.
    stop = path_in(mail, "/unsubscribe/")
    assert mail["List-Unsubscribe"] == f"<{absolute(stop)}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    clicked = [client.post(stop, {"List-Unsubscribe": "One-Click"}) for _ in range(2)]
    assert [(each.status_code, each.cookies) for each in clicked] == [(200, {}), (200, {})]
    assert follows() == [("topic", key, "immediately", False)]
    PostFactory(topics=[topic])
    plan_mailings()
    assert send_queued_emails() == 0


def test_reader_of_the_series_follows_new_series_and_not_each_post(client, mail_server):
    listing = client.get("/series/").content.decode()
    address = f"{reverse('following:follow-create')}?of=kind.series"
    page = client.get(address).content.decode()
    FollowFactory(scope="kind", key="series", frequency="immediately")
    SeriesFactory(title="A Year of Portfolios")
    PostFactory(title="September")

    plan_mailings()
    send_queued_emails()

    assert f'href="{address}"' in listing
    assert ("Follow Series</h1>" in page, 'href="/series/feed/"' in page) == (True, True)
    assert [mail["Subject"] for mail in mail_server.taken] == ["A Year of Portfolios"]


def test_own_page_changes_how_often_and_stops_one_or_all(client):
    reader = ReaderFactory()
    topic = TopicFactory(name="Assessment")
    site = FollowFactory(reader=reader)
    FollowFactory(reader=reader, scope="topic", key=str(topic.pk))
    FollowFactory(reader=reader, scope="newsletter", frequency="issue")
    someone_else = FollowFactory()
    own = reverse("following:own-follows", args=[reader.token])

    page = client.get(reader.secret_path()).content.decode()
    client.post(own, {"follow": site.pk, "frequency": "monthly"})
    changed = follows()
    client.post(own, {"stop": site.pk})
    client.post(own, {"stop": someone_else.pk})
    stopped = follows()
    client.post(own, {"stop_all": "1"})

    assert [name in page for name in ("Assessment", "The newsletter of")] == [True, True]
    rest = [
        ("topic", str(topic.pk), "weekly", True),
        ("newsletter", "", "issue", True),
        ("site", "", "weekly", True),
    ]
    assert changed == [("site", "", "monthly", True), *rest]
    assert stopped == [("site", "", "monthly", False), *rest]
    assert [row[-1] for row in follows()] == [False, False, False, True]


def test_form_changes_nothing_for_an_address_that_follows_already(client, mail_server):
    FollowFactory(reader__email="ana@example.org", frequency="monthly")

    client.post(reverse("following:follow-create"), FOLLOW)
    send_queued_emails()

    assert follows() == [("site", "", "monthly", True)]
    assert mail_server.subjects == [("ana@example.org", "You already follow CompetencyWorks")]


@pytest.mark.parametrize(
    "email",
    [
        "ana@example.org\r\nBcc: ben@example.org",
        "ana@example.org, ben@example.org",
        "<script>@example.org",
        "ana@example.org\x00",
        f"{'a' * 250}@example.org",
        "",
    ],
)
def test_hostile_addresses_are_refused(client, email):
    answer = client.post(reverse("following:follow-create"), {**FOLLOW, "email": email})

    assert answer.status_code == 422
    assert (Reader.objects.count(), Follow.objects.count()) == (0, 0)


@pytest.mark.parametrize("of", ["topic.1", "topic.x", "topic", "nothing.1", "kind.pages", "site.1"])
def test_nothing_to_follow_is_not_found(client, of):
    assert client.get(reverse("following:follow-create"), {"of": of}).status_code == 404


def test_sixth_email_of_a_day_to_one_address_is_refused(client):
    for topic in TopicFactory.create_batch(6):
        address = f"{reverse('following:follow-create')}?of=topic.{topic.pk}"
        answer = client.post(address, FOLLOW)

    assert answer.status_code == 429
    assert "sent several emails to this address" in answer.content.decode()
    assert Follow.objects.count() == 5


def test_sixth_request_for_an_address_is_refused_alike_if_it_follows_already(client, mail_server):
    FollowFactory(reader=ReaderFactory(email="ana@example.org"))
    address = reverse("following:follow-create")

    statuses = [client.post(address, FOLLOW).status_code for _ in range(6)]
    send_queued_emails()

    assert statuses == [302] * 5 + [429]
    assert len(mail_server.taken) == 5


def test_followers_of_a_merged_topic_follow_the_one_that_stays():
    goes, stays = TopicFactory(), TopicFactory()
    both = ReaderFactory()
    for topic in (goes, stays):
        FollowFactory(reader=both, scope="topic", key=str(topic.pk))
    FollowFactory(scope="topic", key=str(goes.pk))

    merge_terms(stays=stays, goes=goes, by=None)

    assert follows() == [("topic", str(stays.pk), "weekly", True)] * 2


def test_reader_whose_address_is_gone_gets_nothing(mail_server):
    FollowFactory(frequency="immediately", reader__problem=Reader.Problem.BOUNCED)
    FollowFactory(frequency="immediately", confirmed_at=None)
    gone = FollowFactory(frequency="immediately")
    mail_server.answers[gone.reader.email] = "550 5.1.1 No such user"
    PostFactory()

    plan_mailings()
    send_queued_emails()

    gone.reader.refresh_from_db()
    assert (gone.reader.problem, mail_server.taken) == (Reader.Problem.BOUNCED, [])
    assert Digest.objects.count() == 1


def test_page_says_how_an_address_that_bounced_is_written_to_again(client):
    save_site_settings(site=SiteSettings(contact_email="editors@example.org"))

    page = client.get(reverse("following:follow-sent")).content.decode()

    assert '<a href="mailto:editors@example.org">tell us</a>' in page.partition("<footer")[0]


def test_address_in_emails_sent_earlier_still_unsubscribes(client):
    follow = FollowFactory()
    FollowFactory(reader=follow.reader, scope="newsletter", frequency="issue")
    token = Signer(salt="following.stop", sep=".").sign(f"{follow.reader.public_id.hex}-weekly")

    asked = client.get(f"/stop/{token}/").content.decode()
    before = follows()
    clicked = client.post(f"/stop/{token}/", {"List-Unsubscribe": "One-Click"})

    assert "You get the weekly email." in asked
    assert (clicked.status_code, clicked.cookies) == (200, {})
    newsletter = ("newsletter", "", "issue", True)
    assert before == [("site", "", "weekly", True), newsletter]
    assert follows() == [("site", "", "weekly", False), newsletter]

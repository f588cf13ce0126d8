"""The page where editors decide on proposals."""

import pytest
from django.urls import reverse
from lxml import html

from blog.models import Post
from content.models import Place
from imports.models import Proposal
from imports.proposals.proposing import propose
from tests.factories import PostFactory
from tests.support.import_pages import messages_of, text_of
from tests.support.proposals import all_numbers
from tests.support.signing_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

SECOND = "This is the second in a series on pace."


def address(**query: str) -> str:
    return reverse("admin:imports_proposal_changelist", query=query)


def open_page(client, **query: str):
    return html.fromstring(client.get(address(**query)).text)


def form_data(page, *, decision: str, chosen: list[int], **changes: str) -> dict:
    """Return what a browser sends of the page's form with these proposals checked."""
    (form,) = page.find_class("proposals-form")
    fields = {name: value for name, value in form.form_values() if name != "chosen"}
    return fields | {"chosen": chosen, "decision": decision} | changes


def cards(page) -> list[str]:
    return [text_of(card) for card in page.find_class("proposal-card")]


def test_page_shows_each_proposal_with_its_sentence(client):
    sign_in(client, "Editors")
    PostFactory(title="Update on Iowa", body=SECOND)
    propose()

    page = open_page(client)

    assert [text_of(mark) for mark in page.xpath("//mark")] == [SECOND, "Update on Iowa"]
    titles = page.xpath("//input[contains(@name, '-title')]/@value")
    numbers = page.xpath("//input[contains(@name, '-number')]/@value")
    places = page.xpath("//input[contains(@name, '-name')]/@value")
    assert (titles, numbers, places) == (["Pace"], ["2"], ["Iowa"])


def test_checked_proposals_are_accepted_as_corrected(client):
    sign_in(client, "Editors")
    first = PostFactory(title="One", body="This is the first in a series on pace.")
    PostFactory(title="Two", body=SECOND)
    PostFactory(title="Update on Iowa")
    propose()
    numbers = all_numbers("series")
    page = open_page(client)
    title = f"g{min(numbers)}-title"

    response = client.post(
        address(), form_data(page, decision="accept", chosen=numbers, **{title: "All About Pace"})
    )

    assert response.url == address()
    assert messages_of(response) == ["2 proposals were accepted and applied."]
    assert Post.objects.get(pk=first.pk).series.title == "All About Pace"
    assert len(cards(open_page(client))) == 1
    assert not Place.objects.exists()


def test_checked_proposals_are_rejected(client):
    sign_in(client, "Editors")
    PostFactory(title="Update on Iowa")
    propose()

    response = client.post(address(), {"decision": "reject", "chosen": all_numbers()})

    assert messages_of(response) == ["1 proposal was rejected."]
    assert cards(open_page(client)) == []
    assert len(cards(open_page(client, state="rejected"))) == 1


def test_invalid_correction_saves_nothing_and_keeps_what_was_typed(client):
    sign_in(client, "Editors")
    PostFactory(body="Originally posted at Bright Paths.\n\nText.")
    PostFactory(title="Update on Iowa")
    propose()
    numbers = all_numbers()
    page = open_page(client)
    (crossed,) = all_numbers("cross-post")

    response = client.post(
        address(),
        form_data(page, decision="accept", chosen=numbers, **{f"p{crossed}-day": "in May"}),
    )

    shown = html.fromstring(response.text)
    assert [text_of(error) for error in shown.find_class("field-error")] == [
        "Enter the date as 2018-09-21."
    ]
    assert shown.xpath(f"//input[@name='p{crossed}-day']/@value") == ["in May"]
    assert [int(box) for box in shown.xpath("//input[@name='chosen'][@checked]/@value")] == sorted(
        numbers, key=lambda number: number != crossed
    )
    assert set(Proposal.objects.values_list("state", flat=True)) == {"proposed"}


def test_what_could_not_be_applied_says_why(client):
    sign_in(client, "Editors")
    PostFactory(title="Ten Years of Bay Unified")
    propose()
    page = open_page(client)

    response = client.post(address(), form_data(page, decision="accept", chosen=all_numbers()))

    reason = "Enter the state that Bay Unified is in."
    assert messages_of(response) == [f"“Ten Years of Bay Unified”: {reason}"]
    assert [text_of(note) for note in open_page(client).find_class("errornote")] == [reason]


def test_nothing_checked_changes_nothing(client):
    sign_in(client, "Editors")
    PostFactory(title="Update on Iowa")
    propose()

    response = client.post(address(), {"decision": "accept"})

    assert messages_of(response) == ["Check the proposals that you want to decide on first."]


def test_list_is_filtered_by_kind_and_state(client):
    sign_in(client, "Editors")
    PostFactory(title="Update on Iowa", body=SECOND)
    propose()

    counts = [
        len(cards(open_page(client, **query)))
        for query in ({}, {"kind": "place"}, {"kind": "authors"}, {"state": "accepted"})
    ]

    assert counts == [2, 1, 0, 0]


def test_link_checks_everything_on_the_page(client):
    sign_in(client, "Editors")
    PostFactory(title="Update on Iowa", body=SECOND)
    propose()

    page = open_page(client, all="yes")

    assert len(page.xpath("//input[@name='chosen'][@checked]")) == 2


def test_one_checkbox_checks_all_parts_of_a_series(client):
    sign_in(client, "Editors")
    PostFactory(title="One", body="This is the first in a series on pace.")
    PostFactory(title="Two", body=SECOND)
    PostFactory(title="Update on Iowa")
    propose()
    page = open_page(client)
    (whole,) = page.xpath("//input[starts-with(@id, 'chosen-all-')]")

    response = client.post(
        address(), form_data(page, decision="accept", chosen=[whole.get("value")])
    )

    assert messages_of(response) == ["2 proposals were accepted and applied."]
    assert page.xpath("string(//label[starts-with(@for, 'chosen-all-')])") == "All 2 parts"


def test_texts_are_escaped(client):
    sign_in(client, "Editors")
    PostFactory(title="Update on Iowa <script>alert(1)</script>")
    propose()

    assert "<script>alert(1)" not in client.get(address()).text


@pytest.mark.parametrize("group", ["Writers", "Event managers"])
def test_others_cannot_open_the_page_or_decide(client, group):
    sign_in(client, group)
    PostFactory(title="Update on Iowa")
    propose()

    answers = [
        client.get(address()).status_code,
        client.post(address(), {"decision": "reject", "chosen": all_numbers()}).status_code,
    ]

    assert answers == [403, 403]
    assert Proposal.objects.get().state == "proposed"


def test_page_needs_as_many_queries_for_many_proposals(client, django_assert_num_queries):
    sign_in(client, "Editors")
    PostFactory(title="Update on Iowa", body=SECOND)
    propose()
    client.get(address())
    with django_assert_num_queries(7) as one:
        client.get(address())
    for number in range(15):
        PostFactory(title=f"Update on Maine {number}", body=SECOND)
    propose()

    with django_assert_num_queries(len(one)):
        client.get(address())


def test_start_page_says_what_waits(client):
    sign_in(client, "Editors")
    PostFactory(title="Update on Iowa")
    propose()

    page = html.fromstring(client.get(reverse("admin:index")).text)

    lists = [text_of(each) for each in page.find_class("waiting-list")]
    assert lists == ["Proposals 1 Places: Update on Iowa"]

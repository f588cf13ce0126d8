"""Plug-ins' types of posts: listed, or imported as `--as` says."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from blog.models import Comment, Post
from content.models import Entry
from events.models import Event
from imports.reports import Outcome
from imports.wordpress.post_types import read_choices
from tests.factories import ResourceFactory
from tests.support.pdfs import pdf
from tests.support.wordpress_exports import (
    attachment,
    comment,
    item,
    meta,
    term,
    write_export,
)
from wiki.models import Article, FileVersion, Publication, Resource

pytestmark = pytest.mark.django_db

UPLOADS = "https://old.example.org/wp-content/uploads"


def custom(number: int, post_type: str, *inside: str, **changes: str) -> str:
    link = f"https://old.example.org/{post_type}/thing-{number}/"
    changes = {"title": f"Thing {number}", "post_name": f"thing-{number}", "link": link} | changes
    return item(number, *inside, post_type=post_type, **changes)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_other_types_are_listed_by_title_and_address(import_items):
    report = import_items(
        custom(1, "testimonial", meta("rating", "5"), meta("_edit_last", "1"), comment(3)),
        custom(2, "portfolio", title="A &amp; B"),
        custom(3, "nav_menu_item"),
        custom(4, "wp_block"),
    )

    assert Entry.objects.count() == 0
    assert dict(report.remarks) == {
        "Comments on items that don’t become entries here": ["testimonial: “Thing 1”: one comment"],
        "Items of other types (--as TYPE=KIND imports them)": [
            "testimonial: “Thing 1” (https://old.example.org/testimonial/thing-1/)",
            "portfolio: “A & B” (https://old.example.org/portfolio/thing-2/)",
        ],
    }
    assert dict(report.not_imported) == {
        "items of the type “testimonial”": 1,
        "items of the type “portfolio”": 1,
        "menu items": 1,
        "synced patterns, whose texts are in the posts that show them": 1,
        "meta keys of items that weren’t imported (type “testimonial”)": 2,
        "comments on items of other types": 1,
    }
    assert report.unaccounted() == {}


@pytest.mark.parametrize(
    ("wanted", "model", "path"),
    [
        ("posts", Post, "/blog/thing-1/"),
        ("post", Post, "/blog/thing-1/"),
        ("Pages", Entry, "/thing-1/"),
        ("publications", Publication, "/library/thing-1/"),
        ("resources", Resource, "/library/thing-1/"),
        ("articles", Article, "/wiki/thing-1/"),
    ],
)
def test_type_becomes_another_kind_with_date_and_redirect(
    import_items, client, wanted, model, path
):
    choices = read_choices([f"testimonial={wanted}"])

    report = import_items(custom(1, "testimonial", comment(5)), choices=choices)
    again = import_items(custom(1, "testimonial", comment(5)), choices=choices)

    entry = model.objects.get()
    assert (entry.title, entry.body, entry.published_at) == (
        "Thing 1",
        "Some words.",
        utc(2014, 3, 1, 15),
    )
    for old in ("/testimonial/thing-1/", "/?p=1"):
        assert (client.get(old).status_code, client.get(old)["Location"]) == (301, path)
    assert client.get(path).status_code == 200
    words = "A reader commented on March 2, 2014: Well said."
    assert Comment.objects.count() == 1 or words in entry.attention
    assert (report.unaccounted(), again.unaccounted()) == ({}, {})
    assert [c for c in again.counts.values() if c[Outcome.NEW] or c[Outcome.UPDATED]] == []


def test_publication_gets_format_year_and_its_files(import_items, tmp_path):
    for name in ("full.pdf", "summary.pdf", "linked.pdf"):
        (tmp_path / name).write_bytes(pdf(name))
    parts = [
        custom(
            1,
            "publication",
            term("publication_type", "white-paper", "White Papers"),
            meta("publication_year", "2012"),
            meta("report_file", "7"),
            meta("_report_file", "field_5f2a"),
            content=f'<p>Read <a href="{UPLOADS}/linked.pdf">this</a>.</p>',
        ),
        attachment(7, f"{UPLOADS}/full.pdf", title="The full report"),
        attachment(8, f"{UPLOADS}/summary.pdf", title="Summary", post_parent="1"),
        attachment(9, f"{UPLOADS}/lost.pdf", title="Lost", post_parent="1"),
        attachment(10, f"{UPLOADS}/cover.png", title="Cover", post_parent="1"),
    ]
    choices = read_choices(["publication=publications"])

    report = import_items(*parts, choices=choices, media_folder=tmp_path)
    again = import_items(*parts, choices=choices, media_folder=tmp_path)

    publication = Publication.objects.get()
    assert (publication.format, publication.year) == ("paper", 2012)
    assert list(publication.files.values_list("title", flat=True)) == [
        "The full report",
        "Summary",
        "linked",
    ]
    assert publication.modified_at == publication.published_at
    assert f"This file is still on the old site: {UPLOADS}/lost.pdf" in publication.attention
    assert report.counts["Files of publications"] == {Outcome.NEW: 3}
    assert again.counts["Publications"] == {Outcome.UNCHANGED: 1}
    assert FileVersion.objects.count() == 3


def test_dry_run_of_publication_with_files_stores_none(import_items, tmp_path, settings):
    (tmp_path / "full.pdf").write_bytes(pdf("full"))
    parts = [
        custom(1, "publication"),
        attachment(7, f"{UPLOADS}/full.pdf", title="Full", post_parent="1"),
    ]
    options = {"choices": read_choices(["publication=publications"]), "media_folder": tmp_path}

    planned = import_items(*parts, is_dry_run=True, **options)
    assert (Entry.objects.count(), FileVersion.objects.count()) == (0, 0)
    report = import_items(*parts, **options)

    assert planned.counts == report.counts


def test_resource_gets_address_maker_and_format(import_items):
    taken = ResourceFactory(url="https://taken.example.com/")
    report = import_items(
        custom(
            1,
            "resource",
            term("resource_type", "videos", "Videos"),
            meta("resource_url", "https://others.example.com/film"),
            meta("organization", "The Example Foundation"),
        ),
        custom(2, "resource", meta("link", "https://taken.example.com")),
        custom(3, "resource", meta("url", "https://old.example.org/own/")),
        choices=read_choices(["resource=resources"]),
    )

    fields = ["title", "url", "made_by", "format", "attention"]
    rows = Resource.objects.exclude(pk=taken.pk).order_by("title").values_list(*fields)
    assert list(rows) == [
        ("Thing 1", "https://others.example.com/film", "The Example Foundation", "video", ""),
        ("Thing 2", "", "", "website",
         f"Its address, https://taken.example.com, is that of “{taken.title}”. If both are the "
         "same, delete one."),
        ("Thing 3", "", "", "website", "It has no address."),
    ]  # fmt: skip
    assert report.not_imported["other meta keys: url"] == 1
    assert report.unaccounted() == {}


def tribe(number: int, *inside: str, start: str, **changes: str) -> str:
    return custom(number, "tribe_events", meta("_EventStartDate", start), *inside, **changes)


VENUE = item(
    20,
    meta("_VenueAddress", "1 Main Street"),
    meta("_VenueCity", "Springfield"),
    meta("_VenueState", "IL"),
    meta("_VenueZip", "62701"),
    meta("_VenueCountry", "United States"),
    post_type="tribe_venue",
    title="Town Hall",
    content="",
)
ORGANIZER = item(
    21,
    meta("_OrganizerWebsite", "https://host.example.com/"),
    post_type="tribe_organizer",
    title="The Example Foundation",
    content="",
)


def test_own_field_with_an_impossible_value_is_left_out_and_named(import_items):
    report = import_items(
        item(1, meta("cworks_doi", "unknown"), meta("cworks_isbn", "1"), post_type="publication"),
        choices=read_choices(["publication=publications"]),
    )

    assert report.failures == []
    fields = Publication.objects.values_list("doi", "isbn", "attention")
    assert list(fields) == [
        (
            "",
            "1",
            "cworks_doi wasn’t imported: unknown. “unknown” is not a DOI. "
            "Enter one such as 10.5555/12345678, or leave this empty.",
        )
    ]


def test_upcoming_event_of_another_host_takes_no_registrations(import_items):
    import_items(
        tribe(1, meta("cworks_host_name", "The Example Foundation"), start="2090-03-04 10:00:00"),
        choices=read_choices(["tribe_events=events"]),
    )

    assert list(Event.objects.values_list("host_name", "takes_registrations")) == [
        ("The Example Foundation", False)
    ]


def test_tribe_event_becomes_event_with_zone_venue_host_and_registration(import_items, client):
    report = import_items(
        VENUE,
        ORGANIZER,
        tribe(
            1,
            meta("_EventEndDate", "2021-03-04 11:30:00"),
            meta("_EventTimezone", "America/Chicago"),
            meta("_EventVenueID", "20"),
            meta("_EventOrganizerID", "21"),
            meta("_EventURL", "https://register.example.com/"),
            meta("_EventCost", "25"),
            term("tribe_events_cat", "meetups", "Meetups"),
            start="2021-03-04 10:00:00",
        ),
        choices=read_choices(["tribe_events=events"]),
    )

    fields = [
        "starts_at", "ends_at", "time_zone", "is_all_day", "event_type", "is_online", "venue",
        "address", "host_name", "host_url", "registration_url", "takes_registrations",
        "published_at", "attention",
    ]  # fmt: skip
    assert Event.objects.values(*fields).get() == {
        "starts_at": utc(2021, 3, 4, 16),
        "ends_at": utc(2021, 3, 4, 17, 30),
        "time_zone": "America/Chicago",
        "is_all_day": False,
        "event_type": "meetup",
        "is_online": False,
        "venue": "Town Hall",
        "address": "1 Main Street, Springfield, IL 62701",
        "host_name": "The Example Foundation",
        "host_url": "https://host.example.com/",
        "registration_url": "https://register.example.com/",
        "takes_registrations": False,
        "published_at": utc(2014, 3, 1, 15),
        "attention": "",
    }
    assert report.not_imported == {
        "venues and organizers, which are named in their events": 2,
        "meta keys of items that weren’t imported (type “tribe_venue”)": 5,
        "meta keys of items that weren’t imported (type “tribe_organizer”)": 1,
        "meta keys of The Events Calendar: _EventCost": 1,
        "terms of the taxonomy “tribe_events_cat”": 1,
    }
    assert report.unaccounted() == {}
    assert client.get("/events/thing-1/").status_code == 200


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        # (event type, online, venue, takes registrations, canceled)
        ([meta("_tribe_events_is_virtual", "yes")], ("webinar", True, "", False, False)),
        ([meta("event_location", "Online")], ("webinar", True, "", False, False)),
        ([meta("venue", "Room 5")], ("meetup", False, "Room 5", False, False)),
        ([term("tribe_events_cat", "w", "Webinars")], ("webinar", True, "", False, False)),
        ([term("tribe_events_cat", "c", "Conference")], ("session", False, "", False, False)),
        ([term("category", "w", "Webinar Series")], ("webinar", True, "", False, False)),
        ([meta("_tribe_events_status", "canceled")], ("meetup", False, "", False, True)),
        ([meta("_EventVenueID", "20"), meta("_tribe_events_is_virtual", "yes")],
         ("meetup", True, "Town Hall", False, False)),
    ],
)  # fmt: skip
def test_type_and_place_of_event(import_items, inside, expected):
    import_items(
        VENUE,
        tribe(1, *inside, start="2021-03-04 10:00:00"),
        choices=read_choices(["tribe_events=events"]),
    )

    event = Event.objects.get()
    found = (event.event_type, event.is_online, event.venue, event.takes_registrations)
    assert (*found, event.is_canceled) == expected


def test_upcoming_event_of_ours_takes_registrations_and_is_listed(import_items):
    import_items(
        tribe(1, start="2120-03-04 10:00:00"), choices=read_choices(["tribe_events=events"])
    )

    event = Event.objects.get()
    assert event.takes_registrations
    assert event.attention.splitlines() == [
        "The old site doesn’t say what type of event it is. Check its type.",
        "Readers can register for it on this site, because it is ours and upcoming. Uncheck that "
        "if they register elsewhere.",
    ]


def test_event_without_date_fails_and_says_what_to_do(import_items):
    report = import_items(
        custom(1, "sc_event", meta("other", "x")), choices=read_choices(["sc_event=events"])
    )

    assert report.failures == [
        (
            "export.xml, line 13, “Thing 1”",
            "It has no date that this import understands, and an event needs one. Import its type "
            "as posts instead (--as sc_event=posts), or enter this event by hand.",
        )
    ]
    assert report.counts["Meta keys"] == {Outcome.FAILED: 1}
    assert report.unaccounted() == {}


def test_canceled_event_closes_registration(import_items):
    import_items(
        tribe(
            1,
            meta("_tribe_events_status", "canceled"),
            meta("_tribe_events_status_reason", "Snow."),
            start="2120-03-04 10:00:00",
        ),
        choices=read_choices(["tribe_events=events"]),
    )

    event = Event.objects.get()
    assert (event.is_canceled, event.cancellation_note, event.seats.is_open) == (
        True,
        "Snow.",
        False,
    )


def test_command_takes_several_choices_and_explains_wrong_ones(tmp_path):
    path = write_export(tmp_path, custom(1, "testimonial", meta("role", "Teacher")))
    arguments = ["--as", "testimonial=posts", "--meta", "role"]

    call_command("import_wordpress", str(path), *arguments, stdout=StringIO())

    assert Post.objects.get().body == "Some words.\n\n**Role:** Teacher"
    with pytest.raises(CommandError, match=r"^The file has no items of the type “quote”\. It has "):
        call_command("import_wordpress", str(path), "--as", "quote=posts", stdout=StringIO())


def test_list_of_a_type_and_what_is_below_it_redirect(import_items, client):
    import_items(
        custom(1, "publication"),
        custom(2, "quote", link="https://old.example.org/2014/quote-2/"),
        choices=read_choices(["publication=publications", "quote=posts"]),
    )

    for old in ("/publication/", "/publication/page/3/", "/publication/feed/"):
        assert client.get(old)["Location"].rstrip("/") in {"/library", "/library/feed"}, old
    assert client.get("/2014/")["Location"] == "/archive/2014/"


def test_comments_on_items_that_are_not_imported_are_listed_by_item(import_items):
    report = import_items(
        item(1, comment(11), comment(12), post_type="quiz", title="Which kind?"),
        attachment(2, "https://old.example.org/a.png", comment(21), title="A picture"),
        item(3, post_type="quiz"),
    )

    assert report.remarks["Comments on items that don’t become entries here"] == [
        "quiz: “Which kind?”: 2 comments",
        "attachment: “A picture”: one comment",
    ]
    assert report.counts["Comments"] == {Outcome.SKIPPED: 3}
    assert report.unaccounted() == {}

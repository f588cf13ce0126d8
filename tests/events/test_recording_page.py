"""The recording on its event’s public page."""

import json
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.editing.saving import save_entry
from content.media.documents import add_document
from content.media.images import add_image
from content.models import Document, Role
from content.paths import absolute
from events.models import Event, Recording
from events.services.recordings import publish_recording, save_recording, unpublish_recording
from tests.factories import EventFactory, PersonFactory
from tests.support.event_pages import clean_text, open_event, open_page
from tests.support.pdfs import pdf
from tests.support.pictures import picture
from tests.support.recordings import VIDEO, prepare
from tests.support.transcripts import vtt

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return EventFactory(title="The webinar", slug="the-webinar", past=True)


def publish_and_open(client, event: Event, **parts):
    prepare(event, **parts)
    publish_recording(event=event, by=None)
    return open_event(client, event)


def structured(page) -> list[dict]:
    return [json.loads(each.text) for each in page.xpath("//script[@type='application/ld+json']")]


def chapters(page) -> list[tuple]:
    return [
        (item.get("id"), item.xpath("string(a/@href)"), clean_text(item))
        for item in page.xpath("//ol[@class='chapters']/li")
    ]


def transcript(page) -> list[tuple]:
    """Return (class, id, text) of each element of the transcript."""
    return [
        (part.get("class"), part.get("id"), clean_text(part))
        for part in page.xpath("//details[@id='transcript']/*[not(self::summary)]")
    ]


def test_page_shows_video_chapters_and_timed_transcript(client, event):
    slides = add_document(file=BytesIO(pdf("A slide")), name="slides.pdf")

    page = publish_and_open(client, event, slides=slides)

    [video] = page.xpath("//a[@data-embed]")
    assert (video.get("href"), video.get("data-embed"), clean_text(video)) == (
        VIDEO,
        "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ",
        "Watch on YouTube: The webinar Length: 12:40",
    )
    assert [
        (clean_text(item)[:11], item.xpath("string(a/@href)"))
        for item in page.xpath("//ul[@class='recording-parts']/li")
    ] == [("Slides PDF,", slides.file.url), ("Transcript", "#transcript")]
    assert chapters(page) == [
        ("chapter-0", f"{VIDEO}&t=0s", "0:00 Welcome"),
        ("chapter-720", f"{VIDEO}&t=720s", "12:00 Moderation"),
    ]
    assert transcript(page) == [
        ("chapter", None, "Welcome"),
        ("speaker", None, "Ana"),
        ("passage", "t-5", "0:05 Good afternoon everyone."),
        ("chapter", None, "Moderation"),
        ("speaker", None, "Ben"),
        ("passage", "t-754", "12:34 We moderated the portfolios for ninety minutes."),
    ]
    assert page.xpath("//p[@class='passage']/a/@href") == [f"{VIDEO}&t=5s", f"{VIDEO}&t=754s"]


def test_speaker_is_named_once_per_chapter(client, event):
    cues = [
        "00:01.000 --> 00:02.000\n<v Ana>One.",
        "00:03.000 --> 00:04.000\n<v Ben>Two.",
        "00:05.000 --> 00:06.000\n<v Ben>Three.",
    ]

    page = publish_and_open(client, event, chapters="0:05 Questions", transcript=vtt(*cues))

    assert transcript(page) == [
        ("speaker", None, "Ana"),
        ("passage", "t-1", "0:01 One."),
        ("speaker", None, "Ben"),
        ("passage", "t-3", "0:03 Two."),
        ("chapter", None, "Questions"),
        ("speaker", None, "Ben"),
        ("passage", "t-5", "0:05 Three."),
    ]


def test_first_passage_of_a_second_is_the_link_target(client, event):
    cues = ["00:01.000 --> 00:02.000\n<v Ana>Yes.", "00:01.500 --> 00:02.000\n<v Ben>No."]

    page = publish_and_open(client, event, chapters="0:01 Yes\n0:01 No", transcript=vtt(*cues))

    assert [each for _, each, _ in transcript(page) if each] == ["t-1"]
    assert [each for each, _, _ in chapters(page)] == ["chapter-1", None]


def test_transcript_text_is_escaped(client, event):
    cue = "00:01.000 --> 00:02.000\n<v A&lt;b>&lt;script>alert(1)&lt;/script> {{ event.join_url }}"

    page = publish_and_open(client, event, chapters="0:01 &lt;i>Title&lt;/i>", transcript=vtt(cue))

    assert transcript(page) == [
        ("chapter", None, "<i>Title</i>"),
        ("speaker", None, "A<b"),
        ("passage", "t-1", "0:01 <script>alert(1)</script> {{ event.join_url }}"),
    ]
    assert page.xpath("//details//script | //ol//i | //details//b") == []


@pytest.mark.parametrize(
    ("video", "player", "at"),
    [
        (
            "https://youtu.be/aqz-KE-bpKQ?t=30",
            "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?start=30",
            f"{VIDEO}&t=754s",
        ),
        (
            "https://vimeo.com/76979871",
            "https://player.vimeo.com/video/76979871?dnt=1",
            "https://vimeo.com/76979871#t=754s",
        ),
    ],
)
def test_video_of_each_host_plays_from_a_second(client, event, video, player, at):
    page = publish_and_open(client, event, video_url=video)

    assert page.xpath("//*/@data-player") == [player]
    assert page.xpath("//*[@id='t-754']/a/@href") == [at]


def test_poster_shows_the_picture_and_the_length(client, event):
    event.lead_image = add_image(
        file=picture(), name="it.png", alt="It", credit="Ana", license="CC BY"
    )
    save_entry(entry=event, by=None)

    page = publish_and_open(client, event, seconds=3_723)

    (poster,) = page.find_class("poster")
    assert poster.xpath(".//img/@src") == [event.lead_image.url]
    assert clean_text(poster) == "Watch on YouTube: The webinar Length: 1:02:03"
    assert [clean_text(caption) for caption in page.iter("figcaption")] == ["Picture: Ana · CC BY"]


def test_video_of_unknown_host_is_only_a_link(client, event):
    page = publish_and_open(client, event, video_url="https://video.example.org/1?a=<b>")

    links = page.xpath("//a[starts-with(@href, 'https://video.example.org/1')]")
    assert [clean_text(link) for link in links] == ["Watch the recording at video.example.org"]
    assert page.xpath("//iframe | //video | //a[@data-embed] | //a[@data-second]") == []
    assert [text for *_, text in chapters(page)] == ["0:00 Welcome", "12:00 Moderation"]
    assert len(page.find_class("passage")) == 2


def test_recording_with_only_slides_has_no_empty_sections(client, event):
    slides = add_document(file=BytesIO(pdf("A slide")), name="slides.pdf")

    page = publish_and_open(client, event, video_url="", chapters="", transcript="", slides=slides)

    assert len(page.find_class("recording-parts")) == 1
    assert page.xpath("//ol[@class='chapters'] | //details[@id] | //a[@data-embed]") == []


def test_structured_data_has_video_and_chapters(client, event):
    page = publish_and_open(client, event)

    [data] = [each for each in structured(page) if each["@type"] == "VideoObject"]
    url = absolute("/events/the-webinar/")
    assert data == {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": "The webinar",
        "description": "What it is about.",
        "uploadDate": Recording.objects.get().available_at.isoformat(),
        "url": url,
        "duration": "PT760S",
        "embedUrl": "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ",
        "thumbnailUrl": absolute("/static/img/share.png"),
        "hasPart": [
            {
                "@type": "Clip",
                "name": "Welcome",
                "startOffset": 0,
                "endOffset": 720,
                "url": f"{url}#chapter-0",
            },
            {
                "@type": "Clip",
                "name": "Moderation",
                "startOffset": 720,
                "url": f"{url}#chapter-720",
            },
        ],
    }


@pytest.mark.parametrize(
    ("content_type", "addresses"),
    [("video/mp4", ["/media/documents/film.mp4"]), ("audio/mpeg", [])],
)
def test_structured_data_has_video_on_this_site(client, event, content_type, addresses):
    file = Document.objects.create(
        file="documents/film.mp4", original_name="film.mp4", content_type=content_type, size=9
    )

    page = publish_and_open(client, event, video_url="", file=file)

    videos = [each for each in structured(page) if each["@type"] == "VideoObject"]
    assert [each["contentUrl"] for each in videos] == [absolute(path) for path in addresses]


def test_structured_data_without_video_has_no_video_object(client, event):
    page = publish_and_open(client, event, video_url="")

    assert [each["@type"] for each in structured(page)] == ["Event", "BreadcrumbList"]


def test_unpublished_recording_is_not_on_page(client, event):
    prepare(event)
    prepared = open_event(client, event)
    publish_recording(event=event, by=None)
    unpublish_recording(event=event, by=None)
    withdrawn = open_event(client, event)

    for page in (prepared, withdrawn):
        assert page.xpath("//*[@id='recording' or @id='transcript']") == []
        assert "moderated the portfolios" not in page.text_content()
        assert "aqz-KE" not in page.text_content()


def test_invalid_chapters_do_not_break_page(client, event):
    page = publish_and_open(client, event)
    Recording.objects.update(chapters_vtt="Nonsense")

    page = open_page(client, "/events/the-webinar/")

    assert (chapters(page), len(page.find_class("passage"))) == ([], 2)


def test_page_query_count_does_not_grow_with_passages(client, event):
    counts = []
    for number in (1, 30):
        cues = [f"00:{n:02}.000 --> 00:{n:02}.900\n<v Speaker {n}>Words" for n in range(number)]
        save_recording(event=event, video_url=VIDEO, transcript=vtt(*cues))
        publish_recording(event=event, by=None)
        with CaptureQueriesContext(connection) as queries:
            page = open_event(client, event)
        counts.append((len(page.find_class("passage")), len(queries)))

    assert counts == [(1, counts[0][1]), (30, counts[0][1])]


def test_page_reads_the_transcript_once(client, event):
    publish_and_open(client, event)

    with CaptureQueriesContext(connection) as queries:
        open_event(client, event)

    # Only as passages, not also as WebVTT.
    assert not any('"transcript_vtt"' in query["sql"] for query in queries)


def test_recording_is_cited_by_its_presenters_and_day(client, settings):
    event = EventFactory(title="Grading", slug="grading", past=True)
    event.contributions.create(
        person=PersonFactory(name="Ada Ayers"), role=Role.PRESENTER, position=0
    )

    page = publish_and_open(client, event, video_url=VIDEO)

    day = event.local_start
    assert clean_text(page.xpath("//p[@id='citation-1']")[0]) == (
        f"Ayers, A. ({day:%Y, %B} {day.day}). Grading [Webinar]. {settings.SITE_NAME}. "
        f"{settings.SITE_URL}/events/grading/"
    )
    assert client.get("/events/grading/cite/ris/").content.startswith(b"TY  - VIDEO\r\n")


def test_event_without_public_recording_is_not_cited(client, event):
    prepare(event)

    page = open_event(client, event)

    assert page.xpath("//section[@class='cite']") == []
    assert page.xpath("//meta[@name='citation_title']") == []
    assert client.get("/events/the-webinar/cite/ris/").status_code == 404

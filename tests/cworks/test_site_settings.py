"""What readers see of the site settings."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from lxml import html

from content.media.images import add_image
from content.models import SiteSettings
from content.rendering import save_site_settings
from cworks.page_cache.changes import coming_moments
from tests.factories import ArticleFactory, EventFactory, PostFactory, hours_from_now
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db

NESTED = [
    {"label": "About", "address": "/about/", "is_below": False},
    {"label": "People", "address": "/people/", "is_below": True},
    {"label": "Store", "address": "https://store.example/", "is_below": False},
]


def read(client, path: str = "/"):
    return html.fromstring(client.get(path).content.decode())


def texts(page, xpath: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in page.xpath(xpath)]


def test_name_and_tagline_are_wherever_the_site_names_itself(client):
    save_site_settings(site=SiteSettings(name="Río Learning", tagline="We learn"))
    PostFactory(slug="a-post")

    page = read(client, "/blog/a-post/")
    manifest = client.get("/site.webmanifest").json()
    published = [
        client.get(path).content.decode()
        for path in ("/feed/", "/feed.json", "/opensearch.xml", "/llms.txt", "/events/calendar.ics")
    ]

    assert page.findtext(".//title").endswith(" · Río Learning")
    assert texts(page, "//*[@class='wordmark']") == ["Río Learning"] * 2
    assert [data["publisher"]["name"] for data in structured(page) if "publisher" in data] == [
        "Río Learning"
    ]
    assert (manifest["name"], manifest["description"]) == ("Río Learning", "We learn")
    assert ["Río Learning" in text for text in published] == [True] * 5
    assert "CompetencyWorks" not in "".join(published)


def structured(page) -> list[dict]:
    return [json.loads(each.text) for each in page.xpath("//script[@type='application/ld+json']")]


def test_page_needs_as_many_queries_with_settings_as_without(client, django_assert_num_queries):
    PostFactory(slug="a-post")
    with django_assert_num_queries(1):
        client.get("/llms.txt")
    image = add_image(file=picture(size=(200, 200)), name="a.png", alt="A logo")
    save_site_settings(
        site=SiteSettings(name="New", logo=image, icon=image, main_menu=NESTED, announcement="Hi")
    )

    with django_assert_num_queries(1):
        client.get("/llms.txt")


def test_menu_has_the_links_of_the_settings(client):
    save_site_settings(site=SiteSettings(main_menu=NESTED, footer_menu=NESTED))

    page = read(client, "/people/")

    assert [(each.text, each.get("href")) for each in page.xpath("//nav[@id='menu']//a")] == [
        ("About", "/about/"),
        ("People", "/people/"),
        ("Store", "https://store.example/"),
    ]
    assert texts(page, "//nav[@id='menu']//summary") == ["About"]
    assert texts(page, "//footer//h2") == ["About", "Store", "This site"]
    assert texts(page, "//nav[@id='menu']//a[@aria-current]") == ["People"]


def test_logo_and_icon_stand_for_the_site(client):
    logo = add_image(file=picture(size=(400, 100)), name="logo.png", alt="A logo")
    icon = add_image(file=picture(size=(256, 256), color="navy"), name="icon.png", alt="An icon")
    save_site_settings(site=SiteSettings(name="Río", logo=logo, icon=icon, share_picture=logo))

    page = read(client)
    manifest = client.get("/site.webmanifest").json()

    shown = page.xpath("//header//a[@class='wordmark']/img")
    assert [(each.get("src"), each.get("alt")) for each in shown] == [(logo.url, "Río")]
    assert page.xpath("//link[contains(@rel, 'icon')]/@href") == [icon.url] * 2
    assert manifest["icons"] == [{"src": icon.url, "sizes": "256x256", "type": "image/png"}]
    assert page.xpath("//meta[@property='og:image']/@content")[0].endswith(logo.url)
    assert structured(page)[1]["logo"]["url"].endswith(logo.url)
    for image in (logo, icon):
        sent = b"".join(client.get(image.url).streaming_content)
        assert sent == Path(image.file.path).read_bytes()


def test_accent_color_is_a_style_sheet_whose_address_names_it(client):
    without = read(client).xpath("//link[contains(@href, '/accent/')]")
    save_site_settings(site=SiteSettings(accent_light="#005EA2"))

    [address] = read(client).xpath("//link[contains(@href, '/accent/')]/@href")
    response = client.get(address)

    assert without == []
    assert address == "/accent/005ea2-f2936c.css"
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "--accent:light-dark(#005ea2, #f2936c)" in response.content.decode()


@pytest.mark.parametrize(
    ("begins", "ends", "is_shown"),
    [(None, None, True), (-1, 1, True), (1, None, False), (None, -1, False), (-2, -1, False)],
)
def test_announcement_is_shown_between_its_dates(client, begins, ends, is_shown):
    now = timezone.now()
    save_site_settings(
        site=SiteSettings(
            announcement="Join [us](/events/).",
            announcement_from=begins and now + timedelta(hours=begins),
            announcement_until=ends and now + timedelta(hours=ends),
        )
    )

    found = texts(read(client), "//section[@aria-label='Announcement']")

    assert found == ["Join us."] * is_shown


def test_announcement_changes_pages_when_it_begins_and_when_it_ends():
    now = timezone.now()
    begins, ends = now + timedelta(seconds=2), now + timedelta(seconds=3)
    save_site_settings(
        site=SiteSettings(announcement="Now", announcement_from=begins, announcement_until=ends)
    )

    assert min(filter(None, coming_moments(since=now))) == begins
    assert min(filter(None, coming_moments(since=begins))) == ends


def test_front_page_has_the_chosen_blocks_in_their_order(client):
    PostFactory()
    EventFactory(title="A webinar", starts_at=hours_from_now(48))
    save_site_settings(site=SiteSettings(front_blocks=["follow", "events"]))

    assert texts(read(client), "//aside//h2") == ["Follow", "Next events"]


def test_front_page_leads_with_the_chosen_entry(client):
    lead = ArticleFactory(title="An old article")
    PostFactory(title="Sticky", is_sticky=True)
    PostFactory(title="New")
    save_site_settings(site=SiteSettings(lead_entry=lead))

    assert texts(read(client), "//main//h2[contains(@class, 'title') or .//a]")[:1] == [
        "An old article"
    ]


def test_front_page_leads_with_the_newest_while_the_chosen_entry_is_a_draft(client):
    draft = ArticleFactory(title="A draft", draft=True)
    PostFactory(title="New")
    save_site_settings(site=SiteSettings(lead_entry=draft))

    assert "A draft" not in client.get("/").content.decode()


def test_footer_has_text_contact_and_links_elsewhere(client):
    save_site_settings(
        site=SiteSettings(
            footer_text="A *calm* place.",
            contact_email="hello@site.example",
            contact_address="1 Main Street\nSpringfield",
            social_links=[{"label": "Video", "address": "https://v.example/us", "is_below": False}],
        )
    )

    footer = read(client).find(".//footer")

    assert texts(footer, ".//div[@class='footer-text']") == ["A calm place."]
    assert texts(footer, ".//address") == ["1 Main StreetSpringfield hello@site.example"]
    assert footer.xpath(".//a[@rel='me']/@href") == ["https://v.example/us"]

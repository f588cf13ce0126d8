"""The form of the site settings."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from lxml import html

from content.media.images import add_image
from content.menus import default_menu
from content.models import SiteChange, SiteSettings
from content.rendering import save_site_settings
from tests.factories import PostFactory, UserFactory
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/content/sitesettings/"


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(name="Ada", is_staff=True, is_superuser=True))
    return client


def filled_in(client) -> dict[str, list[str]]:
    """Return what the form sends as it opens."""
    page = html.fromstring(client.get(ADDRESS, follow=True).content.decode())
    [form] = page.xpath("//form[@id='sitesettings_form']")
    sent: dict[str, list[str]] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent


def save(client, **changes) -> list[str]:
    """Send the form with changes, and return its errors."""
    address = client.get(ADDRESS)["Location"]
    response = client.post(address, {**filled_in(client), "_save": "1", **changes}, follow=True)
    page = html.fromstring(response.content.decode())
    return [
        " ".join(each.text_content().split())
        for each in page.xpath(
            "//ul[contains(@class, 'errorlist')] | "
            "//*[@class='errornote']/p[not(following-sibling::*[1][self::ul])]"
        )
    ]


def texts(response, xpath: str) -> list[str]:
    page = html.fromstring(response.content.decode())
    return [" ".join(each.text_content().split()) for each in page.xpath(xpath)]


def test_first_save_makes_the_settings_and_keeps_what_nobody_changed_as_it_was(admin):
    assert save(admin, name="Río Learning") == []

    site = SiteSettings.objects.get()
    assert (site.pk, site.name, site.tagline) == (1, "Río Learning", "")
    assert (site.main_menu, site.footer_menu, site.social_links) == ([], [], [])
    assert (site.front_blocks, site.time_zone) == (None, "America/New_York")
    assert "Río Learning" in texts(admin.get("/"), "//title")[0]


def test_menu_is_put_in_order_nested_and_shortened(admin):
    form = filled_in(admin)
    labels = form["main_menu-label"]
    labels[2:4] = ["", "Colleges"]
    addresses = form["main_menu-address"]
    addresses[2] = ""
    positions = form["main_menu-position"]
    positions[0] = "99"

    errors = save(
        admin,
        **{
            "main_menu-label": labels,
            "main_menu-address": addresses,
            "main_menu-position": positions,
            "main_menu-below": [form["main_menu-row"][3]],
        },
    )

    assert errors == []
    found = [(each["label"], each["is_below"]) for each in SiteSettings.objects.get().main_menu]
    assert found == [
        ("Series", False),
        ("Colleges", True),
        ("Events", False),
        ("Library", False),
        ("Wiki", False),
        ("Topics", False),
        ("Blog", False),
    ]


def test_menu_that_is_the_first_one_again_is_not_stored(admin):
    items = default_menu("main_menu")
    save_site_settings(site=SiteSettings(main_menu=items[:2]))

    errors = save(
        admin,
        **{
            "main_menu-row": [str(number) for number in range(len(items))],
            "main_menu-position": [str(number) for number in range(len(items))],
            "main_menu-label": [each["label"] for each in items],
            "main_menu-address": [each["address"] for each in items],
        },
    )

    assert errors == []
    assert SiteSettings.objects.get().main_menu == []


def test_blocks_are_chosen_and_put_in_order(admin):
    save(
        admin,
        **{
            "front_blocks": ["events", "library"],
            "front_blocks-row": ["events", "series", "library", "sectors", "follow"],
            "front_blocks-position": ["2", "3", "1", "4", "5"],
        },
    )

    assert SiteSettings.objects.get().front_blocks == ["library", "events"]


def test_errors_name_what_is_wrong(admin):
    wide = add_image(file=picture(size=(400, 100)), name="wide.png", alt="Wide")
    form = filled_in(admin)

    errors = save(
        admin,
        icon=wide.pk,
        accent_light="#ffff00",
        **{
            "main_menu-address": ["javascript:alert(1)", *form["main_menu-address"][1:]],
            "announcement_from": "2026-11-02T10:00",
            "announcement_until": "2026-11-01T10:00",
        },
    )

    assert sorted(errors) == [
        "On light pages, the contrast of #ffff00 with the paper is only 1.0:1. Choose a darker "
        "color, with 4.5:1 or more.",
        "The announcement must end after it begins.",
        "This image has 400 by 100 pixels. Choose a square one of at least 180 by 180.",
        "“Blog” needs the address of a page: a path of this site, such as /about/, or one that "
        "starts with https://.",
    ]
    assert not SiteSettings.objects.exists()


def test_preview_shows_what_is_not_saved(admin):
    PostFactory(title="A post")
    save_site_settings(site=SiteSettings(name="Stored"))
    sent = {**filled_in(admin), "name": "Unsaved", "announcement": "Soon", "mission": "We *try*."}

    response = admin.post(f"{ADDRESS}preview/", sent)

    assert texts(response, "//*[@class='wordmark']") == ["Unsaved"] * 2
    assert texts(response, "//section[@aria-label='Announcement']") == ["Soon"]
    assert texts(response, "//div[@class='mission-text']/p") == ["We try."]
    assert "no-store" in response["Cache-Control"]
    assert texts(admin.get("/"), "//*[@class='wordmark']") == ["Stored"] * 2


def test_preview_says_what_is_wrong(admin):
    response = admin.post(f"{ADDRESS}preview/", {**filled_in(admin), "accent_dark": "blue"})

    assert response.status_code == 400
    assert texts(response, "//h1") == ["This can’t be previewed yet"]
    assert "Enter a color as # and six digits" in response.content.decode()


def history(client) -> list[str]:
    response = client.get(ADDRESS, follow=True)
    return [each.partition(" ET ")[2] for each in texts(response, "//*[@class='site-changes']//p")]


def test_each_change_is_listed_and_can_be_taken_back(admin):
    logo = add_image(file=picture(), name="a.png", alt="A logo")
    save(admin, name="First", logo=logo.pk)
    save(admin, name="Second", tagline="New")
    save(admin)  # changes nothing

    listed = history(admin)
    first = SiteChange.objects.get(values__name="First")
    logo.delete()
    admin.post(reverse("admin:content_sitesettings_restore", args=[first.pk]))

    assert listed == [
        "by Ada Changed: name, tagline.",
        "by Ada Changed: name, logo.",
        "(before the first change)",
    ]
    site = SiteSettings.objects.get()
    assert (site.name, site.tagline, site.logo) == ("First", "", None)
    assert history(admin)[0] == "by Ada Changed: name, tagline, logo."


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}preview/", f"{ADDRESS}changes/1/restore/"])
def test_editors_may_not_change_them(client, address):
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    SiteChange.objects.create(pk=1, values={})

    response = client.get(address) if address == ADDRESS else client.post(address)

    assert response.status_code == 403


def test_new_event_has_the_time_zone_of_the_settings(admin):
    save_site_settings(site=SiteSettings(time_zone="America/Denver"))

    page = html.fromstring(admin.get("/admin/events/event/add/").content.decode())

    assert page.xpath("//select[@name='time_zone']//option[@selected]/@value") == ["America/Denver"]


def test_errors_are_listed_with_a_link_to_each_field(admin):
    form = filled_in(admin)
    addresses = form["main_menu-address"]
    addresses[1:3] = ["", "../k-12"]

    response = admin.post(
        reverse("admin:content_sitesettings_add"),
        {**form, "accent_light": "#ffff00", "main_menu-address": addresses},
    )

    page = html.fromstring(response.content.decode())
    [box] = page.find_class("errornote")
    links = [(each.text_content().partition(":")[0], each.get("href")) for each in box.iter("a")]
    assert links == [
        ("Accent color on light pages", "#id_accent_light"),
        ("Main menu", "#id_main_menu-row-2"),
        ("Main menu", "#id_main_menu-row-3"),
    ]
    assert [each.get("value") for each in page.xpath("//*[@aria-invalid='true']")] == [
        "#ffff00",
        "",
        "../k-12",
    ]
    assert {each.get("href") for each in box.iter("a")} <= {
        f"#{each}" for each in page.xpath("//@id")
    }
    assert [each.get("href") for each in page.xpath("//*[@autofocus]")] == ["#id_accent_light"]


def test_menu_takes_the_bare_path_of_a_page(admin):
    form = filled_in(admin)

    errors = save(
        admin,
        **{"main_menu-address": ["about", "k-12/schools/", *form["main_menu-address"][2:]]},
    )

    assert errors == []
    found = [each["address"] for each in SiteSettings.objects.get().main_menu]
    assert found[:3] == ["/about/", "/k-12/schools/", form["main_menu-address"][2]]


def test_message_says_where_the_former_name_still_is(admin):
    form = {"mission": "CompetencyWorks is a place.", "tagline": "CompetencyWorks, by schools"}

    def said(**changes) -> tuple[str, list[str]]:
        data = {**filled_in(admin), "_save": "1", **changes}
        response = admin.post(admin.get(ADDRESS)["Location"], data, follow=True)
        [item] = html.fromstring(response.content.decode()).xpath("//ul[@class='messagelist']/li")
        return item.text_content(), item.xpath(".//a/@href")

    plain = "The site settings have been saved. See the front page."
    assert said(**form) == (plain, ["/"])
    assert said(name="Harbor") == (
        f"{plain} “CompetencyWorks” is still in: tagline, mission.",
        ["/", "#id_tagline", "#id_mission"],
    )
    assert said(tagline="Schools", mission="A place.") == (plain, ["/"])

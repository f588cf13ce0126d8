"""Where everything reads what the site is called and how it looks."""

from datetime import date

import pytest

from content.media.images import add_image
from content.models import SiteSettings
from content.moments import format_date, format_day
from content.rendering import save_site_settings
from content.site import read_once, sender, site_name, site_settings, site_tagline
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db


def test_names_are_those_of_the_server_until_someone_sets_them(settings):
    settings.SITE_NAME, settings.SITE_TAGLINE = "The Site", "What it is for"
    settings.DEFAULT_FROM_EMAIL = "The Site <events@site.example>"

    before = (site_name(), site_tagline(), sender())
    save_site_settings(site=SiteSettings(name="Río", tagline="New"))

    assert before == ("The Site", "What it is for", "The Site <events@site.example>")
    assert (site_name(), site_tagline()) == ("Río", "New")
    assert sender() == "Río <events@site.example>"


def test_settings_and_all_images_are_read_in_one_query(django_assert_num_queries):
    image = add_image(file=picture(), name="a.png", alt="A logo")
    save_site_settings(site=SiteSettings(logo=image, icon=image, parent_logo=image))

    with django_assert_num_queries(1):
        site = site_settings()
        found = [
            (each.url, each.width, each.height, each.alt)
            for each in (site.logo, site.icon, site.parent_logo)
        ]

    assert found == [(image.url, 40, 30, "A logo")] * 3
    assert site.share_picture is None


def test_settings_are_read_once_in_a_block_and_again_after_a_change(django_assert_num_queries):
    save_site_settings(site=SiteSettings(name="First"))

    with read_once():
        with django_assert_num_queries(1):
            names = [site_name(), site_name()]
        save_site_settings(site=SiteSettings(name="Second"))
        names.append(site_name())
    with read_once(shown=SiteSettings(name="Preview")):
        names.append(site_name())
    names.append(site_name())

    assert names == ["First", "First", "Second", "Preview", "Second"]


def test_dates_follow_the_style_of_the_site():
    day = date(2018, 11, 7)
    save_site_settings(site=SiteSettings(date_style="day first"))

    with read_once():
        found = [format_day(day), format_date(day)]

    assert found == ["7 November 2018", "7 November 2018"]

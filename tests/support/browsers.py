"""Devices for browser tests, and signing in."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from content.models import User

WIDTHS = {"phone": 320, "desktop": 1280}
# Long paths run on two devices that cover both widths and both color schemes between them; the
# pages readers see most run on all four.
ON_TWO_DEVICES = pytest.mark.parametrize(
    ("width", "scheme"), [("phone", "dark"), ("desktop", "light")], indirect=True
)
ON_PHONE = pytest.mark.parametrize(("width", "scheme"), [("phone", "dark")], indirect=True)
PASSWORD = "a long enough password"
# What a reader's browser calls itself. Chromium without a window names itself as a robot does.
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def sign_in(page, email: str) -> None:
    """Sign in as the form does, which takes longer, and open the start page."""
    client = Client()
    client.force_login(User.objects.get(email=email))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    site = page.request.get("/healthz").url
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
    page.goto("/admin/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Write, edit, publish")


def sign_in_with_form(page, email: str, *, site: str = "") -> None:
    page.goto(f"{site}/admin/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Write, edit, publish")


def sign_out(page) -> None:
    page.locator("#header .account summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Signed out")

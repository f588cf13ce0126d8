"""Devices for browser tests, and signing in."""

import pytest
from playwright.sync_api import expect

WIDTHS = {"phone": 320, "desktop": 1280}
# Long paths run on two devices that cover both widths and both color schemes between them; the
# pages readers see most run on all four.
ON_TWO_DEVICES = pytest.mark.parametrize(
    ("width", "scheme"), [("phone", "dark"), ("desktop", "light")], indirect=True
)
ON_PHONE = pytest.mark.parametrize(("width", "scheme"), [("phone", "dark")], indirect=True)
PASSWORD = "a long enough password"


def sign_in(page, email: str) -> None:
    page.goto("/admin/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Write, edit, publish")


def sign_out(page) -> None:
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logged out")

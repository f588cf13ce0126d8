"""Staff sign in with a passkey, with codes of an app, and with a recovery code."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories import UserFactory
from tests.support.browsers import ON_TWO_DEVICES, PASSWORD, sign_in_with_form, sign_out
from tests.support.second_factors import code_of_app

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

START = "Write, edit, publish"
PICTURES = os.environ.get("ACCOUNT_PICTURES")


@pytest.fixture
def look(page, inspect):
    def look(name: str) -> None:
        inspect()
        if PICTURES:
            width = page.viewport_size["width"]
            page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)

    return look


@pytest.fixture
def site(page, live_server, other_origins) -> str:
    """The site at a name, since passkeys don’t work at the number of a machine."""
    address = live_server.url.replace("127.0.0.1", "localhost")
    other_origins.append(address)
    return address


@pytest.fixture
def authenticator(page):
    """A device that knows its owner’s finger, of Chromium’s own making."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def expect_heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


@ON_TWO_DEVICES
def test_staff_sign_in_with_passkey_app_and_recovery_code(
    page, site, look, authenticator, transactional_db
):
    UserFactory(name="Ada", email="ada@example.org", password=PASSWORD, is_superuser=True)
    sign_in(page, site, look)

    # A passkey, by keyboard alone.
    page.goto(f"{site}/admin/account/")
    look("account-empty")
    page.get_by_role("link", name="Add a passkey").press("Enter")
    expect_heading(page, "Add a passkey")
    look("add-passkey")
    page.get_by_label("Name").fill("My laptop")
    page.get_by_label("Name").press("Enter")
    expect_heading(page, "Recovery codes")
    look("recovery-codes")
    recovery_code = page.locator(".recovery-codes code").first.inner_text()
    sign_out(page)
    page.goto(f"{site}/admin/")
    look("sign-in")
    page.get_by_role("button", name="Sign in with a passkey").press("Enter")
    expect_heading(page, START)

    # An app, after confirming with the passkey or the password.
    page.goto(f"{site}/admin/account/app/add/")
    expect_heading(page, "Confirm that it’s you")
    look("confirm")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect_heading(page, "Add an authenticator app")
    look("add-app")
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Code").fill(code_of_app(secret))
    page.get_by_role("button", name="Add the app").click()
    expect_heading(page, "Your account")
    expect(page.get_by_text("You can sign in with codes of your app now.")).to_be_visible()
    look("account")
    sign_out(page)

    # The password alone doesn’t sign in anymore: a recovery code, once.
    give_password(page, site)
    look("second-step")
    page.get_by_label("Code").fill(recovery_code)
    page.get_by_label("Code").press("Enter")
    expect_heading(page, START)
    sign_out(page)
    give_password(page, site)
    page.get_by_label("Code").fill(recovery_code)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("This didn’t work. Try again, or use another way.")).to_be_visible()
    look("second-step-refused")
    page.get_by_role("button", name="Use a passkey").click()
    expect_heading(page, START)

    # The passkey is gone once it is removed.
    page.goto(f"{site}/admin/account/")
    page.get_by_role("link", name="Remove My laptop").click()
    look("remove")
    page.get_by_role("button", name="Remove it").click()
    expect_heading(page, "Your account")
    expect(page.get_by_text("My laptop")).to_have_count(0)


def give_password(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/")
    page.get_by_label("Email address").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect_heading(page, "One more step")


def sign_in(page: Page, site: str, look: Callable) -> None:
    page.goto(f"{site}/admin/login/password/")
    expect_heading(page, "Forgot your password?")
    look("forgotten-password")
    sign_in_with_form(page, "ada@example.org", site=site)

"""A form that is too large says so before it is sent, with everything still in it."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from tests.factories import PersonFactory, UserFactory
from tests.support.browsers import PASSWORD, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("width", [1280]),
    pytest.mark.parametrize("scheme", ["light"]),
]

FILL = """(textarea, count) => {
  const data = `${"A".repeat(99)}\\n`.repeat(count / 100);
  textarea.value = `What I wrote. ![](data:image/png;base64,${data})`;
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
}"""
ADVICE = (
    "It contains an embedded picture (“data:image/…”): delete that, and add the picture with the "
    "Image button."
)


@pytest.fixture
def editor(page):
    user = UserFactory(email="edith@example.org", password=PASSWORD, person=PersonFactory())
    user.groups.add(Group.objects.get(name="Editors"))
    sign_in(page, user.email)
    return user


def test_pasted_picture_is_named_before_the_text_is_sent(page, editor):
    page.goto("/admin/blog/post/add/")
    page.get_by_label("Title", exact=True).fill("A long thought")
    body = page.get_by_label("Body")
    # Less than a real picture has, because Chromium takes long to show so much text.
    body.evaluate(FILL, 600_000)
    sentence = f"This text has 600,041 characters. The limit is 400,000. {ADVICE}"
    expect(page.locator("[data-notice]")).to_have_text(sentence)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))

    page.get_by_role("button", name="Save draft").click()

    expect(page.get_by_role("alert")).to_have_text(f"Body: {sentence}")
    expect(body).to_be_focused()
    assert "POST" not in sent
    body.fill("What I wrote.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".status-line")).to_have_text("Draft")


@pytest.mark.parametrize("form", ["/admin/content/topic/add/", "/admin/content/person/add/"])
def test_every_form_is_measured_before_it_is_sent(page, editor, form):
    page.goto(form)
    # Less than in reality, because Chromium takes minutes to show a text of 21 MB.
    page.locator("meta[name=largest-form]").evaluate("meta => { meta.content = 104_858 }")
    page.locator("form textarea").first.evaluate(FILL, 150_000)

    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text(
        "MB, and the site accepts at most 0.1 MB at a time. Most of it is in"
    )
    expect(page.get_by_role("alert")).to_contain_text(ADVICE)
    assert page.url.endswith(form)

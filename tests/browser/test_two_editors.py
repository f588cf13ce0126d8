"""Two people edit the same post at once, each in their own browser."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from playwright.sync_api import expect

from blog.models import Post
from content.editing.saving import save_entry
from tests.factories import PostFactory, UserFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("scheme", ["light"]),
]

BODY = "It asks for time.\n\nIt asks for patience, every day.\n\nNo one has both."


def editor(name: str):
    user = UserFactory(name=name, email=f"{name.split()[0].lower()}@example.org")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def change_url(post: Post) -> str:
    return f"/admin/blog/post/{post.pk}/change/"


def open_form(context, live_server, user, post: Post):
    """Return a tab with a post's form, in a browser where this user is signed in."""
    client = Client()
    client.force_login(user)
    (session,) = client.cookies.values()
    context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
    tab = context.pages[0] if context.pages else context.new_page()
    tab.goto(change_url(post))
    return tab


def save(page) -> None:
    page.get_by_role("button", name="Save draft").click()


def kept_drafts(page) -> list:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))")


def test_second_editor_sees_both_texts_and_saves_merge(page, chromium, live_server, inspect):
    post = PostFactory(draft=True, body=BODY)
    ruths_browser = chromium.new_context(base_url=live_server.url)
    ruths = open_form(ruths_browser, live_server, editor("Ruth Okonjo-Lind"), post)
    open_form(page.context, live_server, editor("Ben Ito"), post)
    theirs = BODY.replace("for time", "for much time").replace("every day", "each week")
    mine = BODY.replace("No one has", "No one ever has").replace("every day", "at night")

    ruths.get_by_label("Body").fill(theirs)
    save(ruths)
    expect(ruths.locator(".messagelist")).to_contain_text("Draft saved.")
    ruths_browser.close()
    page.get_by_label("Body").fill(mine)
    save(page)

    expect(page.get_by_role("alert")).to_contain_text("Ruth Okonjo-Lind saved this at")
    both = page.get_by_role("region", name="Both versions")
    expect(both.get_by_role("textbox", name="as Ruth Okonjo-Lind saved it")).to_have_value(theirs)
    expect(both.get_by_role("textbox", name="as you wrote it")).to_have_value(mine)
    expect(both.locator("ins").first).to_have_text("much")
    inspect()
    body = page.get_by_label("Body")
    assert body.input_value().startswith("It asks for much time.\n\n<<<<<<< Yours\n")
    assert body.input_value().endswith(">>>>>>> End of both\n\nNo one ever has both.")

    merged = "It asks for much time.\n\nIt asks for patience, each night.\n\nNo one ever has both."
    body.fill(merged)
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("Draft saved.")
    assert Post.objects.get().body == merged
    assert kept_drafts(page) == []


@pytest.mark.parametrize("width", [1280])
def test_kept_draft_is_merged_with_later_save(page, live_server):
    post, ben = PostFactory(draft=True, body=BODY), editor("Ben Ito")
    save_entry(entry=post, by=ben)
    open_form(page.context, live_server, ben, post)
    page.get_by_label("Body").fill(BODY.replace("No one has", "No one ever has"))
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("/admin/")
    post.body = BODY.replace("for time", "for much time")
    save_entry(entry=post, by=editor("Ruth Okonjo-Lind"))

    page.goto(change_url(post))
    page.get_by_role("button", name="Restore it").click()
    save(page)

    expect(page.get_by_role("alert")).to_contain_text("Ruth Okonjo-Lind saved this at")
    expect(page.get_by_label("Body")).to_have_value(
        BODY.replace("for time", "for much time").replace("No one has", "No one ever has")
    )

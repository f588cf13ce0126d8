"""An entry's form: where its fields are, what leads to them, and what it says once it is saved."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from events.services.registrations import register
from tests.factories import EventFactory, PersonFactory, PostFactory, TopicFactory, UserFactory
from tests.support.browsers import ON_TWO_DEVICES, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AT_A_DESK = pytest.mark.parametrize(
    ("width", "scheme"), [("desktop", "light")], indirect=["width", "scheme"]
)
SCROLL_DOWN = "scrollTo(0, document.body.scrollHeight)"
NEW_EVENT = "/admin/events/event/add/"


@pytest.fixture
def editor(page):
    user = UserFactory(is_superuser=True)
    sign_in(page, user.email)
    return user


def address(entry) -> str:
    meta = entry._meta
    return f"/admin/{meta.app_label}/{meta.model_name}/{entry.pk}/change/"


def top(page, label: str) -> float:
    return page.get_by_label(label, exact=True).bounding_box()["y"]


@AT_A_DESK
def test_text_of_a_post_begins_in_the_upper_half(page, editor):
    tops = []
    for form in ("/admin/blog/post/add/", address(PostFactory())):
        page.goto(form)
        tops.append(top(page, "Body"))

    assert [each < 450 for each in tops] == [True, True], tops


@AT_A_DESK
def test_form_of_an_event_begins_with_title_type_and_time(page, editor, inspect):
    page.goto(NEW_EVENT)
    expect(page.get_by_label("Title", exact=True)).to_be_focused()
    inspect()

    fields = ("Title", "Type", "Starts", "Ends", "Time zone", "Online", "Body")
    tops = [top(page, field) for field in fields]
    assert tops == sorted(tops)
    assert top(page, "Starts") == top(page, "Ends")


@ON_TWO_DEVICES
def test_place_is_folded_while_an_event_is_only_online(page, editor, inspect):
    page.goto(NEW_EVENT)
    venue = page.get_by_label("Venue")
    expect(venue).to_be_hidden()
    inspect()

    page.get_by_label("Type").select_option("Meetup")
    venue.fill("Town hall")
    page.get_by_label("Type").select_option("Webinar")
    expect(venue).to_have_value("Town hall")
    # Readers would see it.
    expect(venue).to_be_visible()
    venue.fill("")
    page.get_by_label("Online").uncheck()
    expect(venue).to_be_visible()
    page.get_by_label("Online").check()
    expect(venue).to_be_hidden()


@AT_A_DESK
def test_place_is_shown_without_javascript(page, editor, chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()

    plain.goto(NEW_EVENT)

    expect(plain.get_by_label("Venue")).to_be_visible()
    context.close()


@ON_TWO_DEVICES
def test_finding_leads_to_its_field_even_if_that_is_folded(page, editor):
    page.goto(address(PostFactory(draft=True)))
    page.get_by_text("Details", exact=True).click()

    page.get_by_role("link", name="It has no topic, so no topic page will list it.").click()

    expect(page.get_by_label("Topics").locator("..").get_by_role("searchbox")).to_be_focused()

    page.get_by_role("link", name="No author is named.").click()
    expect(page.get_by_role("button", name="Add another Person")).to_be_focused()


@ON_TWO_DEVICES
def test_publish_anyway_is_one_button_and_its_answer_stays_in_view(page, editor, inspect):
    page.goto(address(PostFactory(draft=True, title="What mastery asks", body="A line.\n" * 90)))
    page.get_by_role("button", name="Publish now").click()
    page.get_by_role("button", name="Publish anyway").click()
    expect(page.locator(".status-line")).to_contain_text("Published")
    inspect()

    page.evaluate(SCROLL_DOWN)

    said = page.get_by_role("status").get_by_text("Published.")
    expect(said).to_have_count(1)
    expect(said).to_be_in_viewport()
    page.get_by_role("link", name="View it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What mastery asks")


@ON_TWO_DEVICES
def test_new_event_keeps_its_title_and_row_of_a_person_one_way_to_remove_it(page, editor):
    PersonFactory(name="Ines Okafor")
    page.goto(NEW_EVENT)
    page.get_by_label("Title", exact=True).fill("What moderation asks")
    page.locator(".field-person .select2-selection").first.click()
    page.locator(".select2-container--open .select2-search__field").press_sequentially("Ines")
    page.get_by_role("option", name="Ines Okafor").click()
    page.get_by_role("button", name="Save draft").click()

    expect(page.get_by_role("alert")).to_contain_text("This wasn’t saved.")
    expect(page.get_by_role("heading", level=1)).to_have_text("What moderation asks")
    expect(page.locator(".people .inline-deletelink:visible")).to_have_count(1)
    expect(page.locator(".people .delete:visible")).to_have_count(0)


@ON_TWO_DEVICES
def test_hiding_a_public_event_says_what_happens_and_needs_its_own_button(page, editor, inspect):
    event = EventFactory(topics=[TopicFactory()])
    register(event=event, email="ana@example.org", name="Ana")
    page.goto(address(event))
    later = timezone.localtime(timezone.now() + timedelta(days=20))

    page.get_by_text("Publication date…").click()
    expect(page.locator("#id_published_at_helptext")).to_contain_text("under “Starts.”")
    page.get_by_label("Publication date", exact=True).fill(later.strftime("%Y-%m-%dT10:00"))
    inspect()
    page.get_by_role("button", name="Change publication date").click()

    error = page.locator(".field-published_at .errorlist")
    expect(error).to_contain_text("Readers won’t find this page until")
    expect(error).to_contain_text("One person is registered.")
    inspect()
    assert page.request.get(event.get_absolute_url()).status == 200

    page.get_by_role("button", name="Hide it until then").click()
    expect(page.get_by_role("status").get_by_text("Hidden: readers won’t find")).to_be_visible()
    assert page.request.get(event.get_absolute_url()).status == 404

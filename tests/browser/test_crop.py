"""A writer crops the lead picture of a post that isn’t saved yet."""

import PIL.Image
import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from blog.models import Post
from content.media.images import add_image
from content.models import Image
from tests.factories import UserFactory
from tests.support.browsers import ON_TWO_DEVICES, PASSWORD, sign_in
from tests.support.pictures import encoded

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NUMBERS = ["From the left, %", "From the top, %", "Width, %", "Height, %"]


@pytest.fixture
def room(transactional_db) -> Image:
    """A picture of 800 × 600 pixels, red on the left and blue on the right."""
    user = UserFactory(name="Wren Writer", email="wren@example.org", password=PASSWORD)
    user.groups.add(Group.objects.get(name="Writers"))
    image = PIL.Image.new("RGB", (800, 600), "red")
    image.paste("blue", (400, 0, 800, 600))
    return add_image(file=encoded(image, "PNG"), name="room.png", alt="Room 4")


@pytest.fixture
def crop_page(page, room):
    """The window that crops the picture chosen in the form of a new post."""
    sign_in(page, "wren@example.org")
    page.goto("/admin/blog/post/add/")
    page.get_by_label("Title", exact=True).fill("What mastery asks of us")
    page.get_by_label("Body").fill("It asks for time.")
    expect(page.get_by_role("link", name="Crop… lead image")).to_have_count(0)
    page.locator(".field-lead_image .select2-selection").click()
    page.locator(".select2-container--open .select2-search__field").press_sequentially("Room")
    page.get_by_role("option", name="Room 4").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Crop… lead image").press("Enter")
    window = opened.value
    window.set_viewport_size(page.viewport_size)
    # A window is here before its scripts are, and nothing drags until then.
    window.wait_for_load_state()
    return window


def numbers(window) -> list[float]:
    return [float(window.get_by_label(name).input_value()) for name in NUMBERS]


def drag(window, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag from one point of the picture to another, in parts of its width and height."""
    area = window.locator(".crop-frame > img").bounding_box()
    (x, y), (to_x, to_y) = (
        (area["x"] + area["width"] * across, area["y"] + area["height"] * down)
        for across, down in (start, end)
    )
    window.mouse.move(x, y)
    window.mouse.down()
    window.mouse.move(to_x, to_y, steps=4)
    window.mouse.up()


@ON_TWO_DEVICES
def test_part_that_is_dragged_leads_the_post_and_nothing_typed_is_lost(page, crop_page, room):
    drag(crop_page, (0.02, 0.02), (0.5, 0.5))
    assert numbers(crop_page) == pytest.approx([2, 2, 48, 48], abs=0.5)
    # Move it, and then stretch it by its corner.
    drag(crop_page, (0.25, 0.25), (0.75, 0.25))
    assert numbers(crop_page) == pytest.approx([52, 2, 48, 48], abs=0.5)
    drag(crop_page, (0.52, 0.5), (0.6, 0.8))
    assert numbers(crop_page) == pytest.approx([60, 2, 40, 78], abs=0.5)
    expect(crop_page.get_by_alt_text("The part to keep")).to_be_visible()

    with crop_page.expect_event("close"):
        crop_page.get_by_role("button", name="Save the crop").click()

    expect(page.get_by_label("Title", exact=True)).to_have_value("What mastery asks of us")
    expect(page.get_by_label("Body")).to_have_value("It asks for time.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messagelist")).to_contain_text("saved")
    crop = Post.objects.get().lead_image
    assert (crop != room, crop.alt) == (True, "Room 4")
    with PIL.Image.open(crop.file.path) as file:
        assert [color for _, color in file.convert("RGB").getcolors()] == [(0, 0, 255)]


@ON_TWO_DEVICES
def test_part_is_chosen_by_keyboard_and_a_mistake_explained(crop_page, inspect):
    inspect(crop_page)
    left = crop_page.get_by_label(NUMBERS[0])
    left.fill("60")
    expect(crop_page.locator("[data-shown]")).to_be_hidden()
    left.press("Enter")
    expect(crop_page.locator(".errorlist")).to_have_text(
        "The crop reaches outside the picture. Move it or make it smaller."
    )
    inspect(crop_page)

    left.fill("20")
    with crop_page.expect_event("close"):
        left.press("Enter")

    assert Image.objects.order_by("-pk").values_list("width", "height")[0] == (640, 480)

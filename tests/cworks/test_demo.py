import shutil
from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from blog.models import Comment, Post, Series
from content.editing.permissions import may_publish
from content.editing.publishing_check import run_check
from content.editing.saving import save_entry
from content.models import (
    Contribution,
    Document,
    Entry,
    Image,
    Page,
    Person,
    Place,
    Revision,
    SiteSettings,
    Topic,
    User,
)
from cworks.demo.accounts import ACCOUNTS, load_accounts
from cworks.demo.loading import load_demo
from cworks.demo.texts import FOLDER, DemoContentError, read_texts
from cworks.page_cache.pages import ENCODERS
from events.models import (
    Delivery,
    Event,
    EventSeries,
    Passage,
    Question,
    Recording,
    Registration,
    Seats,
)
from tests.support.page_sizes import MOST_BYTES_OF_PAGE

MODELS = [
    *(User, Person, Topic, Place, Image, SiteSettings, Page, Series, Post, Contribution, Comment),
    *(Event, EventSeries, Seats, Question, Registration, Delivery, Recording, Passage, Document),
    Revision,
    *(Entry.topics.through, Entry.places.through, Entry.tags.through, Entry.images.through),
]


@pytest.fixture
def small_folder(tmp_path):
    """A demo of one post, with one of everything that a post refers to."""
    folder = tmp_path / "demo"
    for name in ("images", "posts", "series", "pages", "events", "newsletters"):
        (folder / name).mkdir(parents=True)
    shutil.copy(FOLDER / "images" / "open-doors.webp", folder / "images")
    (folder / "images" / "images.toml").write_text(
        'credit = "Us"\nlicense = "CC BY 4.0"\nalt = {open-doors = "Doors."}\n'
    )
    (folder / "people.toml").write_text('[[people]]\nslug = "ann"\nname = "Ann"\n')
    (folder / "topics.toml").write_text('[[topics]]\nslug = "time"\nname = "Time"\n')
    (folder / "synonyms.toml").write_text('groups = [["CBE", "competency-based"]]\n')
    (folder / "places.toml").write_text('[[places]]\nslug = "maine"\nname = "Maine"\n')
    (folder / "resources.toml").write_text("resources = []\n")
    (folder / "events" / "series.toml").write_text("series = []\n")
    (folder / "events" / "registrants.toml").write_text("[people]\n")
    (folder / "site_settings.toml").write_text('mission = "To show."\n')
    (folder / "posts" / "doors.md").write_text(
        '+++\ntitle = "Doors"\nslug = "doors"\nauthors = ["ann"]\ntopics = ["time"]\n'
        'places = ["maine"]\nimage = "open-doors"\ndays_ago = 2\n+++\n'
        "See [this](post:doors).\n\n![](image:open-doors)\n"
    )
    return folder


def rows() -> dict:
    return {model: list(model.objects.order_by("pk").values()) for model in MODELS}


@pytest.mark.django_db
def test_demo_loads_everything_once_without_findings(client):
    first = load_demo()
    loaded = rows()

    second = load_demo()

    assert first == Counter(
        {
            "topics": 16,
            "places": 18,
            "people": 16,
            "images": 42,
            "pages": 3,
            "synonyms": 185,
            "series": 4,
            "posts": 30,
            "resources": 60,
            "publications": 5,
            "articles": 20,
            "events": 10,
            "newsletters": 1,
            "registrations": 114,
            "comments": 63,
            "notes": 3,
            "submissions": 6,
            "things with counts": 150,
        }
    )
    assert second == Counter(dict.fromkeys(second, 0))
    assert rows() == loaded
    assert_no_findings()
    assert_front_page_is_small(client)


def assert_no_findings() -> None:
    """Check the loaded demo. Loading it takes long, so one test loads it and checks it here."""
    checked = [*Post.objects.published(), *Series.objects.all(), *Event.objects.upcoming()]
    findings = [(entry.slug, finding.text) for entry in checked for finding in run_check(entry)]
    unfinished = Series.objects.get(slug="a-year-of-portfolios")
    parts = [
        (post.part_number, post.status, post.is_public, post.is_scheduled)
        for post in unfinished.parts.in_series_order()
    ]
    assert findings == []
    assert [event.slug for event in Event.objects.all() if not event.companions.exists()] == []
    assert unfinished.planned_parts == 4
    assert parts == [
        (1, "published", True, False),
        (2, "published", True, False),
        (3, "published", False, True),
        (4, "draft", False, False),
    ]


def assert_front_page_is_small(client) -> None:
    """Leave a kilobyte for its headers. tests/browser/test_loading.py checks the rest."""
    page = client.get("/").content
    assert len(ENCODERS["br"](page)) < MOST_BYTES_OF_PAGE - 1_000


@pytest.mark.django_db
def test_second_load_keeps_editors_changes(small_folder):
    load_demo(folder=small_folder)
    post = Post.objects.get()
    post.slug, post.title = "open-doors", "Open doors"
    save_entry(entry=post, by=None)

    load_demo(folder=small_folder)

    assert list(Post.objects.values_list("slug", "title")) == [("open-doors", "Open doors")]


@pytest.mark.django_db
def test_references_become_addresses(small_folder):
    load_demo(folder=small_folder)

    url = Image.objects.get().url
    assert Post.objects.get().body == f"See [this](/blog/doors/).\n\n![]({url})\n"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('["ann"]', '["bob"]', "posts/doors.md refers to the person “bob”, which does not exist."),
        (
            '["time"]',
            '["pace"]',
            "posts/doors.md refers to the topic “pace”, which does not exist.",
        ),
        (
            '["maine"]',
            '["ohio"]',
            "posts/doors.md refers to the place “ohio”, which does not exist.",
        ),
        (
            "image:open-doors",
            "image:gates",
            "posts/doors.md refers to the image “gates”, which does not exist.",
        ),
        (
            "post:doors",
            "series:doors",
            "posts/doors.md refers to the series “doors”, which does not exist.",
        ),
        ('slug = "doors"\n', "", "posts/doors.md does not say its slug."),
        ("\n+++\n", "\n", "posts/doors.md does not begin with front matter between +++ lines."),
    ],
)
def test_error_in_file_names_the_file(small_folder, old, new, message):
    path = small_folder / "posts" / "doors.md"
    path.write_text(path.read_text().replace(old, new))

    with pytest.raises(DemoContentError) as raised:
        read_texts(small_folder)

    assert str(raised.value) == message


def test_missing_image_error_names_the_file(small_folder):
    (small_folder / "images" / "open-doors.webp").unlink()

    with pytest.raises(DemoContentError) as raised:
        read_texts(small_folder)

    assert str(raised.value) == (
        "images/images.toml describes the image “open-doors”, "
        "but images/open-doors.webp does not exist."
    )


@pytest.mark.django_db
def test_accounts_have_groups_and_only_writer_cannot_publish():
    users = load_accounts()

    assert [
        (
            account.role,
            user.is_superuser,
            [group.name for group in user.groups.all()],
            may_publish(user),
            user.check_password(account.password),
        )
        for account, user in users.items()
    ] == [
        ("Administrator", True, [], True, True),
        ("Editor", False, ["Editors"], True, True),
        ("Writer", False, ["Writers"], False, True),
        ("Event manager", False, ["Event managers"], True, True),
    ]


@pytest.mark.django_db
def test_second_load_keeps_changed_password():
    user = load_accounts()[ACCOUNTS[1]]
    user.set_password("something else entirely")
    user.save()

    again = load_accounts()[ACCOUNTS[1]]

    assert again.check_password("something else entirely")


def test_command_prints_counts_and_logins(monkeypatch):
    monkeypatch.setattr(
        "cworks.management.commands.demo.load_demo", lambda: Counter(people=2, pages=0, posts=1)
    )
    output = StringIO()

    call_command("demo", stdout=output)

    assert output.getvalue() == (
        "Loaded the demo content (new: people 2, posts 1).\n"
        "\n"
        "Sign in at /admin/ with one of these accounts (unless you have changed the passwords):\n"
        "\n"
        "  Administrator  administrator@example.org   run-the-site\n"
        "  Editor         editor@example.org          fix-the-commas\n"
        "  Writer         writer@example.org          write-it-down\n"
        "  Event manager  events@example.org          set-out-the-chairs\n"
        "\n"
    )


@pytest.mark.django_db
def test_command_refuses_to_run_in_production(settings):
    settings.IN_PRODUCTION = True

    with pytest.raises(CommandError) as raised:
        call_command("demo")

    assert str(raised.value) == (
        "The demo is not loaded in production, because it creates accounts whose "
        "passwords anyone can read in its source. Unset CWORKS_ENV to load it elsewhere."
    )
    assert not User.objects.exists()

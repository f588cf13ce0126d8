"""Two people edit one entry at once: the second to save gets both texts and a merge."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from lxml.html import fromstring

from blog.models import Post
from blog.services.series import place_part
from content.models import Contribution, Entry
from tests.blog.test_admin_permissions import sign_in
from tests.factories import (
    ArticleFactory,
    PageFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    PublicationFactory,
    ResourceFactory,
    SeriesFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

BODY = "The first paragraph.\n\nThe second paragraph, which is longer.\n\nThe third one."


class Editor:
    """Somebody signed in, with a form open: what it shows, changed here and there, and sent."""

    def __init__(self, name: str) -> None:
        self.client = Client()
        self.user = sign_in(self.client, "Editors", name=name)
        self.fields: dict[str, list[str]] = {}

    def open(self, entry: Entry) -> None:
        meta = entry._meta
        self.url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[entry.pk])
        self.read(self.client.get(self.url))

    def read(self, response) -> None:
        """Take what the form of a page would send."""
        self.page = fromstring(response.content.decode())
        (form,) = self.page.find_class("entry")
        self.fields = {}
        for name, value in form.form_values():
            if "__prefix__" not in name:
                # As in a browser: a text area begins with an empty line that is none of its text.
                value = value.removeprefix("\n").replace("\n", "\r\n")
                self.fields.setdefault(name, []).append(value)

    def write(self, **fields) -> None:
        for name, value in fields.items():
            self.fields[name] = value if isinstance(value, list) else [value]

    def save(self, **fields) -> bool:
        """Send the form; tell whether it was saved."""
        self.write(**fields)
        response = self.client.post(self.url, {**self.fields, "_save": "1"})
        if response.status_code == 200:
            self.read(response)
        return response.status_code == 302

    @property
    def alerts(self) -> list[str]:
        return texts(self.page.find_class("errornote"), "p")

    def errors(self, name: str) -> list[str]:
        return texts(self.page.find_class(f"field-{name}"), "ul[@class='errorlist']/li")

    @property
    def both(self) -> list:
        """What the page has of both: the changes of each, and the whole texts of each."""
        (sides,) = self.page.find_class("merge-sides")
        return list(sides)

    @property
    def headings(self) -> list[str]:
        return texts(self.both, "h3")

    @property
    def whole_texts(self) -> list[str]:
        return [side.find("textarea").text.strip("\n") for side in self.both[-2:]]

    def value(self, name: str) -> str:
        return "".join(self.fields[name]).replace("\r\n", "\n")


def texts(elements: list, path: str) -> list[str]:
    found = [inner for element in elements for inner in element.xpath(f".//{path}")]
    return [" ".join(element.text_content().split()) for element in dict.fromkeys(found)]


@pytest.fixture
def ruth(db) -> Editor:
    return Editor("Ruth Okonjo-Lind")


@pytest.fixture
def ben(db) -> Editor:
    return Editor("Ben Ito")


def opened_by_both(entry: Entry, *editors: Editor):
    for editor in editors:
        editor.open(entry)
    return entry


def stored(entry):
    return type(entry).objects.get(pk=entry.pk)


# The text


@pytest.mark.parametrize(
    "factory",
    [
        PostFactory,
        SeriesFactory,
        PageFactory,
        ArticleFactory,
        ResourceFactory,
        PublicationFactory,
    ],
)
def test_changes_of_different_paragraphs_are_merged_in_every_form(factory, ruth, ben):
    entry = opened_by_both(factory(body=BODY), ruth, ben)
    assert ruth.save(body=BODY.replace("first", "very first"))

    saved = ben.save(body=BODY.replace("third", "last"))

    both = BODY.replace("first", "very first").replace("third", "last")
    assert (saved, stored(entry).body) == (False, BODY.replace("first", "very first"))
    assert ben.value("body") == both

    assert ben.save()
    assert stored(entry).body == both


def test_second_to_save_is_told_who_saved_and_sees_both_texts_and_both_changes(ruth, ben):
    opened_by_both(PostFactory(title="Before", body=BODY), ruth, ben)
    theirs, mine = BODY.replace("first", "very first"), BODY.replace("third", "last")
    ruth.save(body=theirs, title="After")

    ben.save(body=mine)

    assert ben.alerts[0].startswith("Ruth Okonjo-Lind saved this at ")
    assert ben.headings == [
        "What Ruth Okonjo-Lind changed",
        "What you changed",
        "The whole text as Ruth Okonjo-Lind saved it",
        "The whole text as you wrote it",
    ]
    assert texts(ben.both[:1], "del") == ["Before"]
    assert texts(ben.both[:1], "ins") == ["After", "very"]
    assert texts(ben.both[1:2], "del") == ["third"]
    assert texts(ben.both[1:2], "ins") == ["last"]
    assert ben.whole_texts == [theirs, mine]
    assert ben.value("title") == "After"


def test_text_with_a_conflict_is_not_saved_until_its_marks_are_gone(ruth, ben):
    post = opened_by_both(PostFactory(body=BODY), ruth, ben)
    ruth.save(body=BODY.replace("longer", "shorter"))

    ben.save(body=BODY.replace("longer", "better"))

    assert ben.value("body") == (
        "The first paragraph.\n\n"
        "<<<<<<< Yours\n\nThe second paragraph, which is better.\n\n"
        "======= Ruth Okonjo-Lind’s\n\nThe second paragraph, which is shorter.\n\n"
        ">>>>>>> End of both\n\nThe third one."
    )
    assert ben.errors("body") == [
        "You and Ruth Okonjo-Lind changed the same words in one place: see line 3. Both versions "
        "stand there, between marks: leave what is right, and take out the rest and the lines of "
        "the marks."
    ]

    assert not ben.save(body=ben.value("body").replace("<<<<<<< Yours\n\n", ""))

    assert ben.errors("body") == [
        "Lines 5 and 9 still have a mark of the merge. Between the marks stand both versions: "
        "leave what is right, take out the rest and the lines of the marks themselves, and save "
        "again."
    ]
    # Both texts are still there to be read.
    assert ben.whole_texts == [
        BODY.replace("longer", "shorter"),
        BODY.replace("longer", "better"),
    ]

    assert ben.save(body=BODY.replace("longer", "better and shorter"))
    assert stored(post).body == BODY.replace("longer", "better and shorter")


def test_text_about_marks_is_saved_where_nothing_was_merged(ben):
    text = "Git writes:\n\n    <<<<<<< HEAD\n\n<<<<<<< Yours\n\n>>>>>>> End of both"
    post = opened_by_both(PostFactory(), ben)

    assert ben.save(body=text)

    assert stored(post).body == text


def test_mine_instead_of_the_merge_is_what_was_sent_and_theirs_is_in_the_history(ruth, ben):
    old, hers = TopicFactory(), TopicFactory()
    post = PostFactory(title="Before", body=BODY, topics=[old])
    opened_by_both(post, ruth, ben)
    theirs = BODY.replace("longer", "shorter")
    ruth.save(body=theirs, title="Hers", topics=[str(old.pk), str(hers.pk)])
    ben.save(body=BODY.replace("longer", "better"), summary="My summary.")

    assert ben.save(use_mine="on")

    post = stored(post)
    assert (post.title, post.summary, post.body, list(post.topics.all())) == (
        "Before",
        "My summary.",
        BODY.replace("longer", "better"),
        [old],
    )
    assert post.history.all()[1].body == theirs


def test_third_person_who_saves_during_the_merge_is_merged_too(ruth, ben):
    cleo = Editor("Cleo Adams")
    post = opened_by_both(PostFactory(body=BODY), ruth, ben, cleo)
    ruth.save(body=BODY.replace("first", "very first"))
    ben.save(body=BODY.replace("third", "last"))
    cleo.save(body=BODY.replace("second", "next"))
    assert cleo.save()

    assert not ben.save()

    assert ben.alerts[0].startswith("Cleo Adams saved this at ")
    assert ben.save()
    assert stored(post).body == (
        BODY.replace("first", "very first").replace("third", "last").replace("second", "next")
    )


def test_two_who_saved_meanwhile_are_both_named(ruth, ben):
    cleo = Editor("Cleo Adams")
    opened_by_both(PostFactory(body=BODY), ruth, ben)
    ruth.save(title="Hers")
    cleo.open(Post.objects.get())
    cleo.save(summary="Cleo’s.")

    ben.save(body="Mine.")

    assert ben.alerts[0].startswith("Cleo Adams and Ruth Okonjo-Lind saved this at ")


def test_text_of_the_same_person_in_another_window_is_merged_as_well(ben):
    post = opened_by_both(PostFactory(body=BODY), ben)
    other = Editor("Somebody else")
    other.client, other.user = ben.client, ben.user
    other.open(post)
    other.save(body=BODY.replace("first", "very first"))

    assert not ben.save(body=BODY.replace("third", "last"))

    assert ben.alerts[0].startswith("Your other window saved this at ")
    assert ben.value("body") == BODY.replace("first", "very first").replace("third", "last")


def test_without_the_version_that_both_began_with_every_difference_is_a_conflict(ruth, ben):
    post = opened_by_both(PostFactory(title="Before", body=BODY), ruth, ben)
    ruth.save(body=BODY.replace("first", "very first"), title="Hers")
    post.history.last().delete()

    ben.save(body=BODY.replace("third", "last"))

    assert ben.value("body").count("======= Ruth Okonjo-Lind’s") == 2
    assert ben.value("title") == "Before"
    assert ben.errors("title") == ["Ruth Okonjo-Lind has “Hers” here. Keep yours, or put that in."]
    assert ben.headings[0] == "What is different"


def test_check_of_what_somebody_saved_over_shows_the_merge(ruth, ben):
    opened_by_both(PostFactory(draft=True, body=BODY), ruth, ben)
    ruth.save(title="Hers")

    assert not ben.save(body="Mine.", _check="1")

    assert (ben.value("title"), ben.value("body")) == ("Hers", "Mine.")


# The other fields


def test_fields_that_only_one_changed_are_as_that_one_has_them(ruth, ben):
    post = PostFactory(title="Before", published_at=None, draft=True)
    opened_by_both(post, ruth, ben)
    ruth.save(status="review", original_date="2026-03-01", comments_open=[])

    ben.save(title="Mine", sector="higher-education")

    names = ["status", "original_date", "title", "sector"]
    assert [ben.value(name) for name in names] == [
        "review",
        "2026-03-01",
        "Mine",
        "higher-education",
    ]
    assert "comments_open" not in ben.fields
    assert ben.save()
    post = stored(post)
    assert (post.status, post.title, post.comments_open) == ("review", "Mine", False)


def test_field_that_both_changed_keeps_mine_and_says_theirs(ruth, ben):
    opened_by_both(PostFactory(title="Before", draft=True), ruth, ben)
    ruth.save(title="Hers", sector="k-12", published_at="2026-03-01T09:30")

    ben.save(title="Mine", published_at="2026-04-01T09:30")

    assert (ben.value("title"), ben.value("published_at")) == ("Mine", "2026-04-01T09:30")
    assert ben.errors("title") + ben.errors("published_at") == [
        "Ruth Okonjo-Lind has “Hers” here. Keep yours, or put that in.",
        "Ruth Okonjo-Lind has “March 1, 2026, 9:30 AM” here. Keep yours, or put that in.",
    ]


def test_lists_have_what_either_added_and_lack_what_either_took_out(ruth, ben):
    old, gone, hers, his = TopicFactory.create_batch(4)
    state, other_state = PlaceFactory.create_batch(2)
    post = PostFactory(topics=[old, gone], tags=["one", "two"], places=[state])
    opened_by_both(post, ruth, ben)
    ruth.save(topics=[str(old.pk), str(hers.pk)], tags=["one", "two", "three"], places=[])

    ben.save(
        topics=[str(old.pk), str(gone.pk), str(his.pk)],
        tags=["two", "four"],
        places=[str(state.pk), str(other_state.pk)],
    )

    assert ben.save()
    post = stored(post)
    assert set(post.topics.all()) == {old, hers, his}
    assert sorted(tag.name for tag in post.tags.all()) == ["four", "three", "two"]
    assert list(post.places.all()) == [other_state]


def test_companion_named_in_the_other_entry_meanwhile_stays(ruth, ben):
    post, report = PostFactory(), PostFactory()
    ruth.open(report)
    ben.open(post)
    ruth.save(companions=[str(post.pk)])

    assert ben.save(title="Mine")

    assert list(stored(post).companions.all()) == [report.entry_ptr]


def test_place_in_a_series_that_only_one_changed_is_kept(ruth, ben):
    series = SeriesFactory()
    place_part(post=PostFactory(), series=series)
    post = opened_by_both(PostFactory(body=BODY), ruth, ben)
    ruth.save(series=str(series.pk), part_number="1")

    ben.save(body="Mine.")

    assert (ben.value("series"), ben.value("part_number")) == (str(series.pk), "1")
    assert ben.save()
    post = stored(post)
    assert (post.series, post.part_number, post.body) == (series, 1, "Mine.")


def test_place_in_a_series_that_both_changed_keeps_mine_and_says_theirs(ruth, ben):
    hers, his = SeriesFactory(title="Visits"), SeriesFactory(title="Interviews")
    place_part(post=PostFactory(), series=his)
    post = opened_by_both(PostFactory(), ruth, ben)
    ruth.save(series=str(hers.pk))

    ben.save(series=str(his.pk))

    assert ben.errors("series") == [
        "Ruth Okonjo-Lind has “Visits” here. Keep yours, or put that in."
    ]
    assert ben.save()
    post = stored(post)
    assert (post.series, post.part_number) == (his, 2)


# The people


def people(post) -> list[tuple[str, str]]:
    rows = Contribution.objects.filter(entry=post).select_related("person")
    return [(row.person.name, row.role) for row in rows]


def row(number: int, person, role: str = "author", **fields) -> dict:
    prefix = f"contributions-{number}"
    values = {"person": str(person.pk), "role": role, **fields}
    return {f"{prefix}-{name}": value for name, value in values.items()}


@pytest.fixture
def ada():
    return PersonFactory(name="Ada")


@pytest.fixture
def bea():
    return PersonFactory(name="Bea")


def test_author_whom_the_other_adds_while_i_edit_the_text_is_kept(ruth, ben, ada, bea):
    post = opened_by_both(PostFactory(body=BODY, authors=[ada]), ruth, ben)
    assert ruth.save(**{"contributions-TOTAL_FORMS": "2"}, **row(1, bea))

    ben.save(body="Mine.")

    assert ben.value("contributions-1-person") == str(bea.pk)
    assert ben.save()
    assert (people(post), stored(post).body) == ([("Ada", "author"), ("Bea", "author")], "Mine.")


def test_people_whom_both_add_are_all_named_each_once(ruth, ben, ada, bea):
    cleo, dora = PersonFactory(name="Cleo"), PersonFactory(name="Dora")
    post = opened_by_both(PostFactory(authors=[ada]), ruth, ben)
    ruth.save(**{"contributions-TOTAL_FORMS": "3"}, **row(1, bea), **row(2, cleo))
    ben.save(**{"contributions-TOTAL_FORMS": "3"}, **row(1, bea), **row(2, dora))

    assert ben.save()

    assert sorted(people(post)) == [(name, "author") for name in ("Ada", "Bea", "Cleo", "Dora")]


def test_author_whom_the_other_takes_out_is_out(ruth, ben, ada, bea):
    post = opened_by_both(PostFactory(authors=[ada, bea]), ruth, ben)
    ruth.save(**{"contributions-1-DELETE": "on"})
    ben.save(title="Mine")

    assert ben.save()

    assert people(post) == [("Ada", "author")]


def test_person_whom_one_takes_out_and_the_other_changes_is_kept_as_changed(ruth, ben, ada):
    post = opened_by_both(PostFactory(authors=[ada]), ruth, ben)
    ruth.save(**{"contributions-0-DELETE": "on"})
    ben.save(**{"contributions-0-role": "editor"})

    assert ben.save()

    assert people(post) == [("Ada", "editor")]


def test_row_that_both_give_to_somebody_else_names_both(ruth, ben, ada, bea):
    cleo = PersonFactory(name="Cleo")
    post = opened_by_both(PostFactory(authors=[ada]), ruth, ben)
    ruth.save(**{"contributions-0-person": str(bea.pk)})
    ben.save(**{"contributions-0-person": str(cleo.pk)})

    assert ben.save()

    assert people(post) == [("Bea", "author"), ("Cleo", "author")]


def test_order_that_only_the_other_changed_is_kept(ruth, ben, ada, bea):
    post = opened_by_both(PostFactory(authors=[ada, bea]), ruth, ben)
    ruth.save(**{"contributions-0-order": "2", "contributions-1-order": "1"})
    ben.save(title="Mine")

    assert ben.save()

    assert people(post) == [("Bea", "author"), ("Ada", "author")]


# What no form sends


@pytest.mark.parametrize(
    "fields",
    [
        {"opened_with": "[" * 100_000},
        {"opened_with": '{"topics": [{}], "people": [[1], 2, [null, {}, [], 3]]}'},
        {"opened_with": '{"topics": ["x", "9999999999999999999999"], "body": [1]}'},
        {"merged": "never", "mine": '{"title": 1, "topics": [{}], "x": ""}', "use_mine": "on"},
        {"merged": "\0", "mine": "{", "mine_body": "\0", "use_mine": "on"},
    ],
)
@pytest.mark.parametrize("seen", [None, "never"])
def test_hidden_fields_that_were_tampered_with_are_no_error_of_the_site(ben, fields, seen):
    opened_by_both(PostFactory(topics=[TopicFactory()], authors=[PersonFactory()]), ben)

    ben.write(**fields, **({"seen": seen} if seen else {}))
    response = ben.client.post(ben.url, {**ben.fields, "_save": "1"})

    assert response.status_code in (200, 302)


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_one_succeeds_and_the_other_sees_the_merge(ruth, ben):
    post = opened_by_both(PostFactory(body=BODY), ruth, ben)
    ruth.write(body=BODY.replace("first", "very first"))
    ben.write(body=BODY.replace("third", "last"))
    start, saved = threading.Barrier(2), {}

    def save(editor: Editor) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            saved[editor] = editor.save()
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[editor]) for editor in (ruth, ben)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(saved.values()) == [False, True]
    (second,) = (editor for editor, succeeded in saved.items() if not succeeded)
    both = BODY.replace("first", "very first").replace("third", "last")
    assert second.value("body") == both
    assert stored(post).body != both
    assert second.save()
    assert stored(post).body == both

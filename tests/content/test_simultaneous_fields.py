"""Two people edit one entry at once: how each field and the people are merged."""

import pytest

from blog.services.series import place_part
from content.models import Contribution
from tests.factories import PersonFactory, PlaceFactory, PostFactory, SeriesFactory, TopicFactory
from tests.support.editors import BODY, open_in_each, reloaded, texts
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


def test_field_changed_by_one_keeps_that_change(ruth, ben):
    post = PostFactory(title="Before", published_at=None, draft=True)
    open_in_each(post, ruth, ben)
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
    post = reloaded(post)
    assert (post.status, post.title, post.comments_open) == ("review", "Mine", False)


def test_field_changed_by_both_requires_choice(ruth, ben):
    post = open_in_each(PostFactory(title="Before", draft=True), ruth, ben)
    ruth.save(title="Hers", sector="k-12", published_at="2026-03-01T09:30")

    ben.save(title="Mine", published_at="2026-04-01T09:30")

    assert (ben.value("title"), ben.value("published_at")) == ("Mine", "2026-04-01T09:30")
    assert ben.choices == {
        "title": ["Yours: Mine", "Theirs: Hers"],
        "published_at": ["Yours: April 1, 2026, 9:30 am", "Theirs: March 1, 2026, 9:30 am"],
    }
    assert not ben.save(**{"choice-title": "theirs"})
    assert ben.alerts == [
        "Publication date: choose which to keep, yours or theirs.",
    ]
    assert ben.choices["title"] == ["Yours: Mine", "Theirs: Hers"]
    assert not ben.save(**{"choice-published_at": "mine", "slug": "page"})
    assert ben.save(slug="")
    post = reloaded(post)
    assert (post.title, f"{post.published_at:%Y-%m-%d}") == ("Hers", "2026-04-01")


def test_choice_can_be_changed_while_form_has_errors(ruth, ben):
    post = open_in_each(PostFactory(title="Before", draft=True), ruth, ben)
    ruth.save(title="Hers")
    ben.save(title="Mine")
    ben.save(**{"choice-title": "theirs", "slug": "page"})

    assert ben.value("title") == "Hers"
    assert ben.save(**{"choice-title": "mine", "slug": ""})
    assert reloaded(post).title == "Mine"


def test_third_save_during_choice_asks_again(ruth, ben):
    post = open_in_each(PostFactory(title="Before", draft=True), ruth, ben)
    ruth.save(title="Hers")
    ben.save(title="Mine")
    ruth.open(post)
    ruth.save(title="Hers again")

    assert not ben.save(**{"choice-title": "mine"})

    assert ben.choices == {"title": ["Yours: Mine", "Theirs: Hers again"]}
    assert ben.save(**{"choice-title": "theirs"})
    assert reloaded(post).title == "Hers again"


def test_form_with_errors_is_merged_with_later_save(ruth, ben, ada, bea):
    post = open_in_each(PostFactory(title="Before", draft=True, authors=[ada]), ruth, ben)
    ben.save(title="Mine", slug="page")
    ruth.save(summary="Hers.", **{"contributions-TOTAL_FORMS": "2"}, **row(1, bea))

    assert not ben.save(slug="mine")

    assert ben.choices == {}
    assert ben.save()
    post = reloaded(post)
    assert (post.title, post.summary, people(post)) == (
        "Mine",
        "Hers.",
        [("Ada", "author"), ("Bea", "author")],
    )


def test_two_conflicts_in_a_row_keep_what_was_typed(ruth, ben):
    post = open_in_each(PostFactory(title="Before", summary="Before.", draft=True), ruth, ben)
    ruth.save(title="Hers", summary="Hers.")
    ben.save(title="Mine", summary="Mine.")
    ruth.open(post)
    ruth.save(title="Hers again")

    assert not ben.save(**{"choice-summary": "mine"})

    assert ben.choices == {"title": ["Yours: Mine", "Theirs: Hers again"]}
    assert ben.value("summary") == "Mine."
    assert ben.save(**{"choice-title": "mine"})
    post = reloaded(post)
    assert (post.title, post.summary) == ("Mine", "Mine.")


def test_open_choice_stays_open_after_third_save(ruth, ben):
    post = open_in_each(PostFactory(title="Before", draft=True), ruth, ben)
    ruth.save(title="Hers")
    ben.save(title="Mine")
    ruth.open(post)
    ruth.save(summary="Hers.")

    assert not ben.save()

    assert ben.choices == {"title": ["Yours: Mine", "Theirs: Hers"]}
    assert not ben.save()
    assert ben.save(**{"choice-title": "theirs"})
    post = reloaded(post)
    assert (post.title, post.summary) == ("Hers", "Hers.")


def test_value_typed_after_conflict_is_kept_when_own_value_is_chosen(ruth, ben):
    post = open_in_each(PostFactory(title="Before", draft=True), ruth, ben)
    ruth.save(title="Hers")
    ben.save(title="Mine")

    assert ben.save(**{"title": "Mine, improved", "choice-title": "mine"})

    assert reloaded(post).title == "Mine, improved"


def test_lists_changed_by_both_require_choice(ruth, ben):
    old, hers, his = (TopicFactory(name=name) for name in ("Old", "Hers", "His"))
    state = PlaceFactory()
    post = PostFactory(topics=[old], tags=["one", "two"], places=[state])
    open_in_each(post, ruth, ben)
    ruth.save(topics=[str(old.pk), str(hers.pk)], tags=["one", "two", "three"], places=[])

    ben.save(topics=[str(old.pk), str(his.pk)], tags=["two", "four"])

    assert ben.choices == {
        "topics": ["Yours: Old, His", "Theirs: Old, Hers"],
        "tags": ["Yours: two, four", "Theirs: one, two, three"],
    }
    assert ben.save(**{"choice-topics": "mine", "choice-tags": "theirs"})
    post = reloaded(post)
    assert set(post.topics.all()) == {old, his}
    assert sorted(tag.name for tag in post.tags.all()) == ["one", "three", "two"]
    assert list(post.places.all()) == []


def test_companion_added_from_other_entry_is_kept(ruth, ben):
    post, report = PostFactory(), PostFactory(title="The report")
    ruth.open(report)
    ben.open(post)
    ruth.save(companions=[str(post.pk)])

    assert not ben.save(title="Mine")
    assert ben.save()

    post = reloaded(post)
    assert (post.title, list(post.companions.all())) == ("Mine", [report.entry_ptr])
    assert [each.reason for each in post.revisions.newest_first()[1:2]] == [
        "Companions changed along with “The report”"
    ]


def test_series_changed_by_one_is_kept(ruth, ben):
    series = SeriesFactory()
    place_part(post=PostFactory(), series=series)
    post = open_in_each(PostFactory(body=BODY), ruth, ben)
    ruth.save(series=str(series.pk), part_number="1")

    ben.save(body="Mine.")

    assert (ben.value("series"), ben.value("part_number")) == (str(series.pk), "1")
    assert ben.save()
    post = reloaded(post)
    assert (post.series, post.part_number, post.body) == (series, 1, "Mine.")


def test_series_changed_by_both_requires_choice(ruth, ben):
    hers, his = SeriesFactory(title="Visits"), SeriesFactory(title="Interviews")
    place_part(post=PostFactory(), series=his)
    post = open_in_each(PostFactory(), ruth, ben)
    ruth.save(series=str(hers.pk))

    ben.save(series=str(his.pk))

    assert ben.choices["series"] == ["Yours: Interviews", "Theirs: Visits"]
    assert ben.save(**{f"choice-{name}": "mine" for name in ben.choices})
    post = reloaded(post)
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


def test_author_added_by_other_is_kept(ruth, ben, ada, bea):
    post = open_in_each(PostFactory(body=BODY, authors=[ada]), ruth, ben)
    assert ruth.save(**{"contributions-TOTAL_FORMS": "2"}, **row(1, bea))

    ben.save(body="Mine.")

    assert ben.value("contributions-1-person") == str(bea.pk)
    assert ben.save()
    assert (people(post), reloaded(post).body) == ([("Ada", "author"), ("Bea", "author")], "Mine.")


@pytest.mark.parametrize(
    ("choice", "names"), [("mine", ["Ada", "Dora"]), ("theirs", ["Ada", "Bea"])]
)
def test_people_changed_by_both_require_choice(ruth, ben, ada, bea, choice, names):
    dora = PersonFactory(name="Dora")
    post = open_in_each(PostFactory(authors=[ada]), ruth, ben)
    ruth.save(**{"contributions-TOTAL_FORMS": "2"}, **row(1, bea))
    ben.save(**{"contributions-TOTAL_FORMS": "2"}, **row(1, dora))

    assert ben.choices == {
        "people": ["Yours: Ada (author), Dora (author)", "Theirs: Ada (author), Bea (author)"]
    }
    assert not ben.save()
    assert people(post) == [("Ada", "author"), ("Bea", "author")]
    assert ben.save(**{"choice-people": choice})
    assert people(post) == [(name, "author") for name in names]


def test_open_choice_of_people_stays_open_after_third_save(ruth, ben, ada, bea):
    dora = PersonFactory(name="Dora")
    post = open_in_each(PostFactory(authors=[ada]), ruth, ben)
    ruth.save(**{"contributions-TOTAL_FORMS": "2"}, **row(1, bea))
    ben.save(**{"contributions-TOTAL_FORMS": "2"}, **row(1, dora))
    ruth.open(post)
    ruth.save(summary="Hers.")

    assert not ben.save()

    assert ben.choices == {
        "people": ["Yours: Ada (author), Dora (author)", "Theirs: Ada (author), Bea (author)"]
    }
    assert ben.save(**{"choice-people": "theirs"})
    assert people(post) == [("Ada", "author"), ("Bea", "author")]


def test_choice_of_people_can_be_changed_while_form_has_errors(ruth, ben, ada, bea):
    dora = PersonFactory(name="Dora")
    post = open_in_each(PostFactory(authors=[ada], draft=True), ruth, ben)
    ruth.save(**{"contributions-TOTAL_FORMS": "2"}, **row(1, bea))
    ben.save(**{"contributions-TOTAL_FORMS": "2"}, **row(1, dora))
    ben.save(**{"choice-people": "theirs", "slug": "page"})

    assert ben.value("contributions-1-person") == str(bea.pk)
    assert ben.save(**{"choice-people": "mine", "slug": ""})
    assert people(post) == [("Ada", "author"), ("Dora", "author")]


def test_people_are_listed_among_changes_of_both(ruth, ben, ada, bea):
    open_in_each(PostFactory(authors=[ada]), ruth, ben)
    ruth.save(**{"contributions-TOTAL_FORMS": "2"}, **row(1, bea))

    ben.save(title="Mine")

    assert (texts(ben.sides[:1], "dt"), texts(ben.sides[:1], "ins")) == (
        ["People"],
        ["(author), Bea"],
    )


def test_identical_people_changes_require_no_choice(ruth, ben, ada, bea):
    post = open_in_each(PostFactory(authors=[ada]), ruth, ben)
    ruth.save(**{"contributions-TOTAL_FORMS": "2"}, **row(1, bea))
    ben.save(**{"contributions-TOTAL_FORMS": "2"}, **row(1, bea))

    assert ben.choices == {}
    assert ben.save()
    assert people(post) == [("Ada", "author"), ("Bea", "author")]


def test_author_removed_by_other_stays_removed(ruth, ben, ada, bea):
    post = open_in_each(PostFactory(authors=[ada, bea]), ruth, ben)
    ruth.save(**{"contributions-1-DELETE": "on"})
    ben.save(title="Mine")

    assert ben.save()

    assert people(post) == [("Ada", "author")]


def test_person_removed_by_one_and_changed_by_other_requires_choice(ruth, ben, ada):
    post = open_in_each(PostFactory(authors=[ada]), ruth, ben)
    ruth.save(**{"contributions-0-DELETE": "on"})
    ben.save(**{"contributions-0-role": "editor"})

    assert ben.choices == {"people": ["Yours: Ada (editor)", "Theirs: (empty)"]}
    assert ben.save(**{"choice-people": "mine"})

    assert people(post) == [("Ada", "editor")]


def test_order_changed_by_other_is_kept(ruth, ben, ada, bea):
    post = open_in_each(PostFactory(authors=[ada, bea]), ruth, ben)
    ruth.save(**{"contributions-0-order": "2", "contributions-1-order": "1"})
    ben.save(title="Mine")

    assert ben.save()

    assert people(post) == [("Bea", "author"), ("Ada", "author")]


# Tampered forms


@pytest.mark.parametrize(
    "fields",
    [
        {"merged": "never", "choice-title": "mine", "mine-title": "x" * 5_000},
        {"merged": "1", "choice-topics": "mine", "mine-topics": ["x", "9" * 22]},
        {"merged": "٣", "choice-people": "mine", "mine-people": ["x", ":", "9" * 22 + ":author"]},
        {
            "merged": "9" * 30,
            "choice-people": "theirs",
            "choice-body": "theirs",
            "choice-x": "mine",
        },
        {"merged": "\0", "mine-body": "\0", "choice-body": "mine"},
        {"contributions-TOTAL_FORMS": "-1"},
        {"contributions-TOTAL_FORMS": "999999999"},
        {"contributions-0-order": "x", "contributions-0-id": "999999"},
    ],
)
@pytest.mark.parametrize("seen", [None, "never"])
def test_tampered_hidden_fields_cause_no_server_error(ben, fields, seen):
    open_in_each(PostFactory(topics=[TopicFactory()], authors=[PersonFactory()]), ben)

    ben.write(**fields, **({"seen": seen} if seen else {}))
    response = ben.client.post(ben.url, {**ben.fields, "_save": "1"})

    assert response.status_code in (200, 302)


def test_tampered_companion_does_not_reveal_other_draft(ruth, ben):
    secret = PostFactory(title="A secret plan", draft=True, created_by=ruth.user)
    ben.user = sign_in(ben.client, "Writers")
    post = PostFactory(draft=True, created_by=ben.user)
    open_in_each(post, ruth, ben)
    ruth.save(title="Hers")

    ben.save(body="Mine.")
    ben.save(**{"mine-companions": str(secret.pk), "choice-companions": "", "slug": "page"})

    assert "a deleted one" in ben.page.text_content()
    assert "A secret plan" not in ben.page.text_content()

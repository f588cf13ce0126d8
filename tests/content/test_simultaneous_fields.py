"""Two people edit one entry at once: what becomes of each field, and of the people."""

import pytest

from blog.services.series import place_part
from content.models import Contribution
from tests.factories import PersonFactory, PlaceFactory, PostFactory, SeriesFactory, TopicFactory
from tests.support.editors import BODY, opened_by_both, stored
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


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


def test_draft_of_somebody_else_is_not_named_to_a_writer_who_asks_for_its_number(ruth, ben):
    secret = PostFactory(title="A secret plan", draft=True, created_by=ruth.user)
    ben.user = sign_in(ben.client, "Writers")
    post = PostFactory(draft=True, created_by=ben.user)
    opened_by_both(post, ruth, ben)
    ruth.save(title="Hers")

    ben.save(opened_with=f'{{"companions": ["{secret.pk}"]}}')

    assert "one that is gone" in ben.page.text_content()
    assert "A secret plan" not in ben.page.text_content()

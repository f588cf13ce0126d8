"""Topics, places, and articles are trees without cycles, whatever writes to the database."""

import itertools

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from content.models import Place, Topic
from content.trees import ids_above, ids_below, nest, walk
from tests.factories import ArticleFactory, PlaceFactory, TopicFactory
from tests.support.threads import run_concurrently
from wiki.models import Article


def make_topic(name: str, parent: Topic | None = None) -> Topic:
    return TopicFactory(name=name, slug=name.lower(), parent=parent)


def make_place(name: str, parent: Place | None = None) -> Place:
    level = "district" if parent else "state"
    return PlaceFactory(name=name, slug=name.lower(), parent=parent, level=level)


def make_article(name: str, parent: Article | None = None) -> Article:
    return ArticleFactory(title=name, slug=name.lower(), parent=parent)


makers = pytest.mark.parametrize("make", [make_topic, make_place, make_article])


@pytest.mark.django_db
@makers
def test_cycle_is_rejected_by_database(make):
    top = make("Top")
    middle = make("Middle", top)
    low = make("Low", middle)

    for parent in (top, middle, low):
        with (
            pytest.raises(IntegrityError, match=r"be placed (below|inside) itself") as refusal,
            transaction.atomic(),
        ):
            type(top).objects.filter(pk=top.pk).update(parent=parent, **level_of(top))
        assert refusal.value.__cause__.diag.constraint_name.endswith("_no_cycles")


@pytest.mark.django_db
@makers
def test_cycle_is_rejected_with_field_error(make):
    top = make("Top")
    low = make("Low", make("Middle", top))
    top.parent = low
    for name, value in level_of(top).items():
        setattr(top, name, value)

    with pytest.raises(ValidationError) as refusal:
        top.validate_constraints()

    (message,) = refusal.value.message_dict["parent"]
    assert message.endswith(("be placed below itself.", "be placed inside itself."))


@pytest.mark.django_db(transaction=True)
@makers
def test_concurrent_moves_cannot_create_cycle(make):
    tops = [make(f"Top {number}") for number in range(2)]
    below = [make(f"Low {number}", top) for number, top in enumerate(tops)]
    moves = zip(tops, reversed(below), strict=True)
    waiting = itertools.cycle(moves)

    def move() -> str:
        node, parent = next(waiting)
        with transaction.atomic():
            type(node).objects.filter(pk=node.pk).update(parent=parent, **level_of(node))
        return "moved"

    for _ in range(5):
        type(tops[0]).objects.filter(pk__in=[top.pk for top in tops]).update(
            parent=None, **({"level": "state"} if isinstance(tops[0], Place) else {})
        )
        results = run_concurrently(2, move)

        assert sorted(type(result).__name__ for result in results) == ["IntegrityError", "str"]


def level_of(node) -> dict:
    return {"level": "district"} if isinstance(node, Place) else {}


@pytest.mark.django_db
def test_ids_above_and_below_include_whole_branch_and_itself():
    top = make_topic("Top")
    middle = make_topic("Middle", top)
    low, other = make_topic("Low", middle), make_topic("Other", top)

    below = Topic.objects.filter(pk__in=ids_below(middle))
    above = Topic.objects.filter(pk__in=ids_above(middle))

    assert (set(below), set(above)) == ({middle, low}, {top, middle})
    assert other not in below


@pytest.mark.django_db
def test_nested_rows_keep_order_and_orphans_move_to_top():
    top = make_article("Top")
    low = [make_article("B", top), make_article("A", top)]
    below_draft = make_article("C", ArticleFactory(draft=True))

    nested = nest(Article.objects.published().order_by("title"))

    assert [article.title for article in walk(nested)] == ["C", "Top", "A", "B"]
    assert nested == [below_draft, top]
    assert nested[1].branches == low[::-1]


@pytest.mark.django_db
def test_state_is_part_of_no_other_place():
    state = Place(name="Maine", slug="maine", parent=PlaceFactory(name="New England"))

    with pytest.raises(ValidationError) as refused:
        state.full_clean()

    assert refused.value.message_dict == {"parent": ["A state isn’t part of another place."]}

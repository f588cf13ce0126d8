"""What the admin suggests while someone types: the first suggestion is what Enter chooses."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from content.media.images import add_image
from tests.factories import (
    ArticleFactory,
    EventSeriesFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    SeriesFactory,
    TopicFactory,
    UserFactory,
)
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db

# By the model that a field suggests: how to create one with a name.
NAMED = {
    "article": lambda name: ArticleFactory(title=name),
    "entry": lambda name: PostFactory(title=name),
    "eventseries": lambda name: EventSeriesFactory(name=name),
    "image": lambda name: add_image(
        file=picture(color=(len(name), 0, 0)), name=f"{name}.png", alt=name
    ),
    "person": lambda name: PersonFactory(name=name),
    "place": lambda name: PlaceFactory(name=name),
    "series": lambda name: SeriesFactory(title=name),
    "topic": lambda name: TopicFactory(name=name),
}


def fields_that_suggest() -> set[tuple[str, str, str]]:
    """Return (app, model, field) of every autocomplete in the admin."""
    found = set()
    for model_admin in admin.site._registry.values():
        inlines = [inline(model_admin.model, admin.site) for inline in model_admin.inlines]
        for holder in [model_admin, *inlines]:
            for name in holder.autocomplete_fields:
                field = holder.model._meta.get_field(name)
                found.add((field.model._meta.app_label, field.model._meta.model_name, name))
    return found


def suggested(client, words: str, app_label: str, model_name: str, field_name: str) -> list[str]:
    response = client.get(
        reverse("admin:autocomplete"),
        {
            "term": words,
            "app_label": app_label,
            "model_name": model_name,
            "field_name": field_name,
        },
    )
    return [result["text"] for result in response.json()["results"]]


@pytest.mark.parametrize("field", sorted(fields_that_suggest()), ids=".".join)
def test_suggestions_begin_with_the_exact_name(client, field):
    client.force_login(UserFactory(is_superuser=True))
    app_label, model_name, field_name = field
    model = apps.get_model(app_label, model_name)
    suggested_model = model._meta.get_field(field_name).related_model._meta.model_name
    names = ["A school in Maine", "Maine East", "maine", "Another Maine"]
    for name in names:
        NAMED[suggested_model](name)

    found = suggested(client, " Maine ", *field)

    assert found[:2] == ["maine", "Maine East"]
    assert sorted(found) == sorted(names)


def test_state_is_suggested_before_the_schools_in_it(client):
    client.force_login(UserFactory(is_superuser=True))
    maine = PlaceFactory(name="Maine")
    PlaceFactory(name="Lantern Bay Schools", level="district", parent=maine)

    assert suggested(client, "Maine", "content", "entry", "places") == [
        "Maine",
        "Lantern Bay Schools",
    ]


def test_relations_that_lead_to_a_model_suggest_nothing(client):
    client.force_login(UserFactory(is_superuser=True))
    client.raise_request_exception = False
    relations = {
        (model._meta.app_label, model._meta.model_name, field.name): field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation
    }

    answers = {
        names: client.get(
            reverse("admin:autocomplete"),
            dict(zip(("app_label", "model_name", "field_name"), names, strict=True)),
        ).status_code
        for names in relations
    }

    backward = {names for names, field in relations.items() if field.auto_created}
    assert answers["blog", "series", "parts"] == 403
    # Models that the admin doesn't search are not found.
    assert {answers[names] for names in backward} == {403, 404}
    assert set(answers.values()) == {200, 403, 404}

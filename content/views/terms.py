"""Listings of the entries of a topic, tag, person, or place."""

from functools import partial

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from taggit.models import Tag

from content.copies.making import TOPIC_FORMATS
from content.models import Contribution, Entry, Person, Place, Topic
from content.paths import copy_links
from content.structured_data import profile
from content.term_counts import read_people, read_tags, read_tree
from content.topic_links import links_for
from content.trees import ids_below
from content.us_states import legend, state_tiles
from content.views.hubs import HubListing
from content.views.listings import Listing, public


class TopicListing(HubListing):
    def get_hub(self, *, slug: str) -> Listing:
        topic = get_object_or_404(Topic.objects.select_related("parent"), slug=slug)
        inside = Topic.objects.filter(pk__in=ids_below(topic))
        # As numbers, of which PostgreSQL knows how many entries each has.
        links = Entry.topics.through.objects.filter(topic__in=[each.pk for each in inside])
        return Listing(
            title=topic.name,
            introduction=topic.description,
            url=topic.get_absolute_url(),
            follow=f"topic.{topic.pk}",
            entries=Entry.objects.published().filter(pk__in=links.values("entry")),
            empty="Nothing on this topic has been published yet.",
            breadcrumbs=trail("Topics", "content:topic-list", topic.parent),
            extra={
                "topic": topic,
                "narrower_topics": [each for each in inside if each.parent_id == topic.pk],
                # Called by the template: feeds have none.
                "topic_links": partial(links_for, topic),
                "copy_links": copy_links(topic.get_absolute_url(), TOPIC_FORMATS),
            },
        )


class TagListing(HubListing):
    def get_hub(self, *, slug: str) -> Listing:
        tag = get_object_or_404(Tag, slug=slug)
        return Listing(
            title=tag.name,
            url=reverse("content:tag-detail", args=[tag.slug]),
            follow=f"tag.{tag.pk}",
            entries=Entry.objects.published().filter(tags=tag),
            empty="Nothing with this tag has been published yet.",
            breadcrumbs=[("Tags", reverse("content:tag-list"))],
            extra={"tag": tag},
        )


class PersonListing(HubListing):
    def get_hub(self, *, slug: str) -> Listing:
        person = get_object_or_404(Person.objects.select_related("portrait"), slug=slug)
        return Listing(
            title=person.name,
            introduction=person.biography,
            url=person.get_absolute_url(),
            follow=f"person.{person.pk}",
            entries=Entry.objects.published().filter(
                pk__in=Contribution.objects.filter(person=person).values("entry")
            ),
            empty=f"Nothing by {person.name} has been published yet.",
            breadcrumbs=[("People", reverse("content:person-list"))],
            structured_data=[profile(person)],
            extra={"person": person},
        )


class PlaceListing(HubListing):
    def get_hub(self, *, slug: str) -> Listing:
        place = get_object_or_404(
            Place.objects.select_related("parent__parent").prefetch_related("children__children"),
            slug=slug,
        )
        districts = place.children.all()
        schools = [school for each in districts for school in each.children.all()]
        inside = [each.pk for each in (place, *districts, *schools)]
        links = Entry.places.through.objects.filter(place__in=inside)
        return Listing(
            title=place.name,
            introduction=place.description,
            url=place.get_absolute_url(),
            follow=f"place.{place.pk}",
            entries=Entry.objects.published().filter(pk__in=links.values("entry")),
            empty=f"Nothing about {place.name} has been published yet.",
            breadcrumbs=trail(
                "Places", "content:place-list", place.parent and place.parent.parent, place.parent
            ),
            extra={"place": place},
        )


def trail(name: str, url_name: str, *above: Topic | Place | None) -> list[tuple[str, str]]:
    """Return breadcrumbs: the list of all terms, and this term's ancestors."""
    inside = [(term.name, term.get_absolute_url()) for term in above if term]
    return [(name, reverse(url_name)), *inside]


@require_safe
def topic_list(request):
    return public(render(request, "content/topic_list.html", {"topics": read_tree(Topic)}))


@require_safe
def place_list(request):
    states = read_tree(Place)
    tiles = state_tiles(states)
    context = {"states": states, "tiles": tiles, "legend": legend(tiles)}
    return public(render(request, "content/place_list.html", context))


@require_safe
def person_list(request):
    return public(render(request, "content/person_list.html", {"people": read_people()}))


@require_safe
def tag_list(request):
    return public(render(request, "content/tag_list.html", {"tags": read_tags()}))

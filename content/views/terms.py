"""Listings by what an entry is about and who made it: topic, tag, person, place."""

from django.db.models import Count, Prefetch, Q
from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

from content.models import Entry, Person, Place, Topic
from content.views.listings import Listing, ListingView, public


def published_count(relation: str) -> Count:
    return Count(
        relation,
        filter=Q(
            **{
                f"{relation}__status": "published",
                f"{relation}__published_at__lte": timezone.now(),
            }
        ),
        distinct=True,
    )


class TopicListing(ListingView):
    def get_listing(self, *, slug: str) -> Listing:
        topic = get_object_or_404(
            Topic.objects.select_related("parent").prefetch_related("children"), slug=slug
        )
        topics = [topic, *topic.children.all()]
        return Listing(
            kicker="Topic",
            title=topic.name,
            introduction=topic.description,
            url=topic.get_absolute_url(),
            entries=Entry.objects.published().filter(in_any("topics", topics)),
            empty="Nothing on this topic has been published yet.",
            breadcrumbs=[("Topics", reverse("content:topic-list"))]
            + ([(topic.parent.name, topic.parent.get_absolute_url())] if topic.parent else []),
            extra={"topic": topic},
        )


class TagListing(ListingView):
    def get_listing(self, *, slug: str) -> Listing:
        tag = get_object_or_404(Tag, slug=slug)
        return Listing(
            kicker="Tag",
            title=tag.name,
            url=reverse("content:tag-detail", args=[tag.slug]),
            entries=Entry.objects.published().filter(in_any("tags", [tag])),
            empty="Nothing with this tag has been published yet.",
            breadcrumbs=[("Tags", reverse("content:tag-list"))],
            extra={"tag": tag},
        )


class PersonListing(ListingView):
    def get_listing(self, *, slug: str) -> Listing:
        person = get_object_or_404(Person.objects.select_related("portrait"), slug=slug)
        return Listing(
            kicker="Author",
            title=person.name,
            introduction=person.biography,
            url=person.get_absolute_url(),
            entries=Entry.objects.published().filter(in_any("people", [person])),
            empty=f"Nothing by {person.name} has been published yet.",
            breadcrumbs=[("People", reverse("content:person-list"))],
            extra={"person": person},
        )


class PlaceListing(ListingView):
    def get_listing(self, *, slug: str) -> Listing:
        place = get_object_or_404(
            Place.objects.select_related("parent__parent").prefetch_related("children__children"),
            slug=slug,
        )
        below = [place]
        for child in place.children.all():
            below += [child, *child.children.all()]
        return Listing(
            kicker=place.get_level_display(),
            title=place.name,
            introduction=place.description,
            url=place.get_absolute_url(),
            entries=Entry.objects.published().filter(in_any("places", below)),
            empty=f"Nothing about {place.name} has been published yet.",
            breadcrumbs=[("Places", reverse("content:place-list"))]
            + [
                (above.name, above.get_absolute_url())
                for above in (place.parent and place.parent.parent, place.parent)
                if above
            ],
            extra={"place": place},
        )


def in_any(relation: str, terms: list) -> Q:
    """Match entries that have any of the terms, each entry once."""
    through = {
        "topics": (Entry.topics.through, "topic__in", "entry"),
        "places": (Entry.places.through, "place__in", "entry"),
        "people": (Entry.people.through, "person__in", "entry"),
        "tags": (Entry.tags.through, "tag__in", "content_object"),
    }
    model, lookup, entry = through[relation]
    return Q(pk__in=model.objects.filter(**{lookup: terms}).values(entry))


def topic_list(request):
    counted = Topic.objects.annotate(entry_count=published_count("entries"))
    topics = counted.filter(parent=None).prefetch_related(Prefetch("children", queryset=counted))
    return public(render(request, "content/topic_list.html", {"topics": topics}))


def place_list(request):
    counted = Place.objects.annotate(entry_count=published_count("entries"))
    districts = counted.prefetch_related(Prefetch("children", queryset=counted))
    states = counted.filter(parent=None).prefetch_related(Prefetch("children", queryset=districts))
    return public(render(request, "content/place_list.html", {"states": states}))


def person_list(request):
    people = (
        Person.objects.select_related("portrait")
        .annotate(entry_count=published_count("contributions__entry"))
        .filter(entry_count__gt=0)
    )
    return public(render(request, "content/person_list.html", {"people": people}))


def tag_list(request):
    tags = (
        Tag.objects.annotate(entry_count=published_count("entry_tags__content_object"))
        .filter(entry_count__gt=0)
        .order_by(Lower("name"))
    )
    return public(render(request, "content/tag_list.html", {"tags": tags}))

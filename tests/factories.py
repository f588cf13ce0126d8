"""Rows for tests; each is public unless it says otherwise."""

from datetime import datetime, timedelta

import factory
from django.db.models import F
from django.utils import timezone
from factory.django import DjangoModelFactory

from blog.models import Comment, Post, Series
from content.editing.bulk_saving import NewEntry, save_new_entries
from content.editing.saving import save_entry
from content.markdown import render_comment
from content.models import Format, Page, Person, Place, Reader, Role, Status, Topic, User
from content.readers import find_reader
from content.rendering import render_text
from content.texts import clean_text
from events.models import ConsentText, Event, EventSeries, Question, Recording, Registration, Seats
from following.models import Follow, Newsletter
from submissions.models import Submission
from wiki.models import Article, ProblemReport, Publication, Resource, Suggestion


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence("User {}".format)
    email = factory.Sequence("user{}@example.org".format)
    password = factory.django.Password("a long enough password")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence("Person {}".format)
    slug = factory.Sequence("person-{}".format)


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    name = factory.Sequence("Topic {}".format)
    slug = factory.Sequence("topic-{}".format)


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place

    name = factory.Sequence("State {}".format)
    slug = factory.Sequence("state-{}".format)


class EntryFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    class Params:
        draft = factory.Trait(status=Status.DRAFT, published_at=None)
        scheduled = factory.Trait(
            published_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=3))
        )

    body = "The first paragraph.\n\nThe second paragraph."
    status = Status.PUBLISHED
    published_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))

    @classmethod
    def _create(cls, model, *args, authors=(), presenters=(), modified_at=None, **fields):
        named = [(person, Role.AUTHOR) for person in authors]
        named += [(person, Role.PRESENTER) for person in presenters]
        relations = {name: fields.pop(name, []) for name in ("topics", "tags", "places")}
        relations["people"] = named
        entry = model(*args, **fields)
        if relations["tags"] or entry.pk:
            # Only save_entry finds or creates tags by their names, and takes a given number.
            given = {name: related for name, related in relations.items() if related}
            return save_entry(entry=entry, by=None, relations=given, modified_at=modified_at)
        # The same as save_entry does, in a third of its queries: most tests' time is their rows'.
        entry.modified_at = modified_at or timezone.now()
        rendered = render_text(clean_text(entry.body))
        save_new_entries([NewEntry(entry, rendered, relations)], reason="")
        return entry


class PostFactory(EntryFactory):
    class Meta:
        model = Post

    title = factory.Sequence("Post {}".format)
    slug = factory.Sequence("post-{}".format)


class SeriesFactory(EntryFactory):
    class Meta:
        model = Series

    title = factory.Sequence("Series {}".format)
    slug = factory.Sequence("series-{}".format)


class PageFactory(EntryFactory):
    class Meta:
        model = Page

    title = factory.Sequence("Page {}".format)
    slug = factory.Sequence("page-{}".format)


class ArticleFactory(EntryFactory):
    class Meta:
        model = Article

    title = factory.Sequence("Article {}".format)
    slug = factory.Sequence("article-{}".format)


class ResourceFactory(EntryFactory):
    class Meta:
        model = Resource

    title = factory.Sequence("Resource {}".format)
    slug = factory.Sequence("resource-{}".format)
    format = Format.REPORT
    url = factory.Sequence("https://example.org/resource-{}".format)


class SuggestionFactory(DjangoModelFactory):
    class Meta:
        model = Suggestion

    article = factory.SubFactory(ArticleFactory)
    base_text = factory.LazyAttribute(lambda suggestion: suggestion.article.body)
    text = factory.LazyAttribute(lambda suggestion: f"{suggestion.base_text}\n\nOne more.")
    name = "Ana"
    note = "One more"
    sender = "someone"


class ProblemReportFactory(DjangoModelFactory):
    class Meta:
        model = ProblemReport

    entry = factory.SubFactory(ArticleFactory)
    kind = ProblemReport.Problem.OUT_OF_DATE
    reason = "The law has changed."
    sender = "someone"


class SubmissionFactory(DjangoModelFactory):
    """A problem of practice that its reader has confirmed."""

    class Meta:
        model = Submission

    class Params:
        public = factory.Trait(published_at=factory.LazyFunction(timezone.now), may_publish=True)

    kind = "problem"
    title = factory.Sequence("Problem {}".format)
    text = "It is hard."
    name = "Rea Der"
    role = "Principal"
    state = "OH"
    topic = factory.SubFactory(TopicFactory)
    reader = factory.LazyFunction(lambda: find_reader("rea@example.org"))
    confirmed_at = factory.LazyFunction(timezone.now)


class PublicationFactory(EntryFactory):
    class Meta:
        model = Publication

    title = factory.Sequence("Publication {}".format)
    slug = factory.Sequence("publication-{}".format)
    format = Format.REPORT
    year = 2019


class CommentFactory(DjangoModelFactory):
    class Meta:
        model = Comment

    post = factory.SubFactory(PostFactory)
    name = "Reader"
    text = "A comment."
    text_html = factory.LazyAttribute(lambda comment: render_comment(comment.text))
    status = Comment.Status.APPROVED


class EventFactory(EntryFactory):
    """An hour-long webinar a week from now, open to anyone."""

    class Meta:
        model = Event

    class Params:
        meetup = factory.Trait(
            event_type=Event.Type.MEETUP, is_online=False, join_url="", venue="Town library"
        )
        past = factory.Trait(starts_at=factory.LazyFunction(lambda: hours_from_now(-24 * 7)))
        live = factory.Trait(
            starts_at=factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=10))
        )
        canceled = factory.Trait(canceled_at=factory.LazyFunction(timezone.now))
        elsewhere = factory.Trait(
            host_name="Another organization",
            registration_url="https://example.org/register",
            takes_registrations=False,
            join_url="",
        )

    title = factory.Sequence("Event {}".format)
    slug = factory.Sequence("event-{}".format)
    summary = "What it is about."
    starts_at = factory.LazyFunction(lambda: hours_from_now(24 * 7))
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + timedelta(hours=1))
    is_online = True
    join_url = "https://meeting.example.org/secret-room"

    @classmethod
    def _create(cls, model, *args, capacity=None, **fields):
        event = super()._create(model, *args, **fields)
        if capacity is not None:
            event.seats.capacity = capacity
            event.seats.save(update_fields=["capacity"])
        return event


def hours_from_now(hours: float) -> datetime:
    """Return the full hour that many hours from now."""
    moment = timezone.now() + timedelta(hours=hours)
    return moment.replace(minute=0, second=0, microsecond=0)


class EventSeriesFactory(DjangoModelFactory):
    class Meta:
        model = EventSeries

    name = factory.Sequence("Dates {}".format)
    slug = factory.Sequence("dates-{}".format)


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    event = factory.SubFactory(EventFactory)
    label = factory.Sequence("Question {}".format)
    position = factory.Sequence(int)


class RegistrationFactory(DjangoModelFactory):
    """A registrant with a seat, which is counted as the services do."""

    class Meta:
        model = Registration
        skip_postgeneration_save = True

    class Params:
        waiting = factory.Trait(
            state=Registration.State.WAITING,
            seated_at=None,
            waiting_since=factory.LazyFunction(timezone.now),
        )
        left = factory.Trait(
            state=Registration.State.CANCELED,
            canceled_at=factory.LazyFunction(timezone.now),
        )

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence("Registrant {}".format)
    email = factory.Sequence("registrant{}@example.org".format)
    seated_at = factory.LazyFunction(timezone.now)
    consent = factory.LazyFunction(ConsentText.objects.first)
    consented_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def count(self, create, extracted, **kwargs):
        if self.has_seat:
            Seats.objects.filter(event=self.event_id).update(taken=F("taken") + 1)


class RecordingFactory(DjangoModelFactory):
    class Meta:
        model = Recording

    event = factory.SubFactory(EventFactory, past=True)
    video_url = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
    available_at = factory.LazyFunction(timezone.now)


class NewsletterFactory(EntryFactory):
    class Meta:
        model = Newsletter

    title = factory.Sequence("Newsletter {}".format)
    slug = factory.Sequence("newsletter-{}".format)


class ReaderFactory(DjangoModelFactory):
    class Meta:
        model = Reader

    email = factory.Sequence("reader{}@example.org".format)
    confirmed_at = factory.LazyFunction(timezone.now)


class FollowFactory(DjangoModelFactory):
    """Of the whole site, once a week, unless it says otherwise."""

    class Meta:
        model = Follow

    reader = factory.SubFactory(ReaderFactory)
    scope = "site"
    frequency = "weekly"
    confirmed_at = factory.LazyFunction(timezone.now)

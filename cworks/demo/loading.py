"""Puts the demo into the database. Existing content is not changed."""

import re
import uuid
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from blog.models import Comment, Post, Series
from blog.services.comments import save_comment
from blog.services.series import place_part
from content import kinds
from content.editing.publishing import publish, submit_for_review
from content.editing.relations import Relations
from content.editing.reviews import add_note
from content.editing.saving import save_entry
from content.media.images import add_image
from content.models import (
    Assignment,
    Entry,
    Image,
    Page,
    Person,
    Place,
    Role,
    SiteSettings,
    Status,
    Synonyms,
    Topic,
    User,
)
from content.rendering import save_site_settings
from cworks.demo.accounts import EDITOR, WRITER, load_accounts
from cworks.demo.events import load_events
from cworks.demo.library import load_publications, load_resources
from cworks.demo.readers import load_counts
from cworks.demo.submissions import load_submissions
from cworks.demo.texts import FOLDER, IMAGE, TOPIC, Text, Texts, read_texts, reference_pattern
from cworks.demo.wiki import load_articles
from following.models import Newsletter

LOCK = 20_250_701
# Fields that a text's front matter can set by name.
FACTS = ("sector", "planned_parts", "format", "year")
MORNING = 8


def load_demo(*, folder: Path = FOLDER) -> Counter:
    """Load everything, or nothing, and return how many of each kind are new.

    Raises DemoContentError for a file that is wrong.
    """
    texts = read_texts(folder)
    with transaction.atomic():
        with connection.cursor() as cursor:
            # A second start waits here, and then finds the demo loaded.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        return Loader(texts).load()


class Loader:
    def __init__(self, texts: Texts):
        self.texts = texts
        self.now = timezone.now()
        self.new: Counter = Counter()
        self.loaded: list[tuple[Entry, dict]] = []

    def load(self) -> Counter:
        self.images = self.load_images()
        self.load_terms()
        users = load_accounts()
        self.editor, self.writer = users[EDITOR], users[WRITER]
        self.staff = {user.name: user for user in users.values()}
        self.load_site_settings()
        for text in self.texts.pages:
            self.load_entry(Page, text)
        self.series = {text.slug: self.load_entry(Series, text)[0] for text in self.texts.series}
        # In the order of their parts, because each is added after the last.
        for text in sorted(self.texts.posts, key=lambda text: text.facts.get("part", 0)):
            self.load_post(text)
        load_resources(self)
        load_publications(self)
        load_articles(self)
        load_events(self)
        for text in self.texts.newsletters:
            self.load_entry(Newsletter, text)
        self.join_companions()
        load_submissions(self)
        load_counts(self)
        return self.new

    def load_terms(self) -> None:
        for model, rows in ((Topic, self.texts.topics), (Place, self.texts.places)):
            for row in rows:
                fields = dict(row)
                if "parent" in fields:
                    fields["parent"] = model.objects.get(slug=fields["parent"])
                self.keep(model, fields)
        for row in self.texts.people:
            self.keep(Person, {**row, "portrait": self.images.get(row.get("portrait"))})
        for phrases in self.texts.synonyms:
            _, created = Synonyms.objects.get_or_create(text="\n".join(phrases))
            self.new[Synonyms._meta.verbose_name_plural] += created

    def keep(self, model: type, fields: dict) -> None:
        _, created = model.objects.get_or_create(slug=fields.pop("slug"), defaults=fields)
        self.new[model._meta.verbose_name_plural] += created

    def load_images(self) -> dict[str, Image]:
        before = Image.objects.count()
        images = {}
        for name, alt in self.texts.images["alt"].items():
            with self.texts.image_file(name).open("rb") as file:
                images[name] = add_image(
                    file=file,
                    name=f"{name}.webp",
                    alt=alt,
                    credit=self.texts.images["credit"],
                    license=self.texts.images["license"],
                )
        self.new["images"] += Image.objects.count() - before
        return images

    def load_site_settings(self) -> None:
        if not SiteSettings.objects.exists():
            facts = self.texts.site_settings
            texts = {name: text.strip() for name, text in facts.items() if isinstance(text, str)}
            save_site_settings(site=SiteSettings(**facts | texts))

    def load_post(self, text: Text) -> None:
        facts = text.facts
        post, created = self.load_entry(
            Post,
            text,
            is_sticky=facts.get("sticky", False),
            comments_open=facts.get("comments_open", True),
            original_publisher=facts.get("original_publisher", ""),
            original_url=facts.get("original_url", ""),
            original_date=self.original_date(facts),
        )
        if not created:
            return
        if "series" in facts:
            place_part(post=post, series=self.series[facts["series"]], position=facts["part"])
        self.load_comments(post, facts.get("comments", []))

    def load_entry(self, model: type[Entry], text: Text, **fields) -> tuple[Entry, bool]:
        """Return the entry and whether it is new."""
        guid = guid_of(model, text.slug)
        # By its GUID, because an editor may have changed its address since.
        kept = model.objects.filter(Q(guid=guid) | Q(slug=text.slug)).first()
        if kept:
            return kept, False
        facts = text.facts
        entry = model(
            guid=guid,
            title=facts["title"],
            slug=text.slug,
            summary=facts.get("summary", ""),
            body=self.resolve(text.body),
            lead_image=self.images.get(facts.get("image")),
            lead_image_caption=facts.get("image_caption", ""),
            **fields,
            **{key: facts[key] for key in FACTS if key in facts},
        )
        self.save(entry, facts)
        self.new[model._meta.verbose_name_plural] += 1
        self.loaded.append((entry, facts))
        return entry, True

    def join_companions(self) -> None:
        """Set the companions of new entries."""
        for entry, facts in self.loaded:
            for reference in facts.get("companions", ()):
                kind, _, slug = reference.partition(":")
                entry.companions.add(Entry.objects.get(kind=kind, slug=slug))

    def save(self, entry: Entry, facts: dict) -> None:
        status = facts.get("status", Status.PUBLISHED)
        relations = self.find_relations(facts)
        if status == Status.REVIEW:
            submit_for_review(entry=entry, by=self.writer, relations=relations)
            self.load_notes(entry, facts.get("notes", []))
        elif status == Status.DRAFT:
            save_entry(entry=entry, by=self.writer, reason="First draft", relations=relations)
        else:
            at = self.morning(facts.get("days_ago", 400))
            self.publish(entry, by=self.editor, at=at, relations=relations)

    def load_notes(self, entry: Entry, notes: list[dict]) -> None:
        """Add what the editor and the writer have said to each other about an entry."""
        for facts in notes:
            by = self.user(facts["by"])
            note = add_note(
                entry=entry, by=by, text=facts["text"], passage=facts.get("passage", "")
            )
            note.is_done = facts.get("done", False)
            note.created_at = self.now - timedelta(days=facts["days_ago"])
            note.save()
            self.new["notes"] += 1
        if notes:
            due_on = timezone.localdate(self.now) + timedelta(days=5)
            Assignment.objects.create(entry=entry, assignee=self.editor, due_on=due_on)

    def find_relations(self, facts: dict) -> Relations:
        people = {person.slug: person for person in Person.objects.all()}
        return {
            "people": [
                *((people[slug], Role.AUTHOR) for slug in facts.get("authors", [])),
                *((people[slug], Role.PRESENTER) for slug in facts.get("presenters", [])),
            ],
            "topics": Topic.objects.filter(slug__in=facts.get("topics", [])),
            "places": Place.objects.filter(slug__in=facts.get("places", [])),
            "tags": facts.get("tags", []),
        }

    def publish(self, entry: Entry, *, by: User, at: datetime, relations: Relations) -> None:
        written_at = min(at, self.now)
        publish(entry=entry, by=by, at=at, relations=relations)
        Entry.objects.filter(pk=entry.pk).update(created_at=written_at)
        self.backdate(entry, written_at)

    def backdate(self, entry: Entry, moment: datetime) -> None:
        """Readers of an old text shouldn’t be told that it was changed today."""
        entry.revisions.filter(created_at__gt=moment).update(created_at=moment)
        Entry.objects.filter(pk=entry.pk).update(modified_at=moment)
        entry.modified_at = moment

    def user(self, role: str) -> User:
        return self.editor if role == "editor" else self.writer

    def load_comments(self, post: Post, comments: list[dict], parent: Comment | None = None):
        for number, facts in enumerate(comments, start=1):
            comment = Comment(
                guid=f"{parent.guid if parent else post.guid}/{number}",
                post=post,
                parent=parent and (parent.parent or parent),
                name=facts["name"],
                user=self.staff.get(facts["name"]),
                text=facts["text"],
                status=(
                    Comment.Status.APPROVED
                    if facts.get("approved", True)
                    else Comment.Status.PENDING
                ),
                created_at=self.now - timedelta(days=facts["days_ago"]),
            )
            save_comment(comment)
            self.new["comments"] += 1
            self.load_comments(post, facts.get("replies", []), parent=comment)

    def resolve(self, body: str) -> str:
        """Replace references such as (post:slug) with addresses."""

        def address(match: re.Match) -> str:
            kind, slug = match.groups()
            if kind == IMAGE:
                return f"({self.images[slug].url}"
            url_name = Topic.url_name if kind == TOPIC else kinds.get(kind).detail_url_name
            return f"({reverse(url_name, args=[slug])}"

        return reference_pattern().sub(address, body)

    def morning(self, days_ago: float) -> datetime:
        """Return eight o'clock in the site's time zone, this many days ago."""
        day = timezone.localtime(self.now - timedelta(days=days_ago))
        return day.replace(hour=MORNING, minute=0, second=0, microsecond=0)

    def original_date(self, facts: dict):
        days_ago = facts.get("original_days_ago")
        return days_ago and self.morning(days_ago).date()


def guid_of(model: type[Entry], slug: str) -> str:
    """Return the same GUID for the same text every time, on every machine."""
    name = f"urn:competencyworks:demo:{model._meta.model_name}:{slug}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"

"""Reviewing an entry: its notes, who reviews it, and the emails about it."""

from datetime import date

from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from content.editing.notices import notify
from content.editing.permissions import PUBLISH, may_publish, owns
from content.models import Assignment, Entry, ReviewNote, Role, Status, User
from content.paths import absolute
from content.querysets import EntryQuerySet


def may_discuss(user: User, entry: Entry) -> bool:
    """Whether someone takes part in the review: its writers, and those who publish its kind."""
    return publishes(user, entry) or owns(user, entry)


def publishes(user: User, entry: Entry) -> bool:
    return may_publish(user) and user.has_perm(entry.registered_kind.change_permission)


def reviewers_of(entry: Entry) -> QuerySet[User]:
    """Return the active users who may publish entries of this kind, administrators included."""
    backend = ModelBackend()
    changers = backend.with_perm(entry.registered_kind.change_permission)
    return backend.with_perm(PUBLISH).filter(pk__in=changers.values("pk")).order_by("name", "pk")


def writers_of(entry: Entry) -> list[User]:
    """Return the active users whose own this is (see EntryQuerySet.by_user) and who can open it."""
    authors = entry.contributions.filter(role=Role.AUTHOR).values("person")
    users = User.objects.filter(Q(pk=entry.created_by_id) | Q(person__in=authors), is_active=True)
    permission = entry.registered_kind.change_permission
    return [user for user in users.order_by("name", "pk") if user.has_perm(permission)]


def end_sending_back(entry: Entry) -> None:
    """Mark as done the notes with which an entry, submitted or published now, was sent back."""
    entry.review_notes.filter(sends_back=True, is_done=False).update(is_done=True)


def sent_back() -> EntryQuerySet:
    """Return the drafts and changes that were sent back to their writers.

    Once they are submitted again or published, they are no longer among them.
    """
    notes = ReviewNote.objects.filter(entry=OuterRef("pk"), sends_back=True, is_done=False)
    is_back = Q(status=Status.DRAFT) | Q(pending__is_proposed=False)
    return Entry.objects.filter(is_back, Exists(notes))


def note_that_sent_back(entry: Entry) -> ReviewNote | None:
    """Return the note with which a draft was last sent back, until it is submitted again."""
    if not sent_back().filter(pk=entry.pk).exists():
        return None
    notes = entry.review_notes.filter(sends_back=True, is_done=False)
    return notes.select_related("by").last()


def add_note(
    *, entry: Entry, by: User, text: str, passage: str = "", sends_back: bool = False
) -> ReviewNote:
    return ReviewNote.objects.create(
        entry_id=entry.pk, by=by, text=text, passage=passage, sends_back=sends_back
    )


def mark_note(*, entry: Entry, note_id: int, is_done: bool) -> None:
    entry.review_notes.filter(pk=note_id).update(is_done=is_done)


@transaction.atomic
def tell_reviewers(*, entry: Entry, by: User, note: str = "", proposes: bool = False) -> list[User]:
    """Keep the note with which an entry was submitted, and email those who review it.

    Return them: the assignee, or everyone in the groups that publish this kind.
    """
    end_sending_back(entry)
    if note:
        add_note(entry=entry, by=by, text=note)
    assignment = Assignment.objects.filter(entry=entry.pk).select_related("assignee").first()
    if assignment:
        reviewers = [assignment.assignee]
    else:
        reviewers = list(reviewers_of(entry).exclude(is_superuser=True))
    told = [user for user in reviewers if user.pk != by.pk and user.is_active]
    notify(
        users=told,
        subject=f"{'Changes proposed' if proposes else 'Submitted for review'}: {entry.heading}",
        sentence=(
            f"{by} has proposed changes to “{entry.heading}”."
            if proposes
            else f"{by} has submitted “{entry.heading}” for review."
        ),
        note=note,
        address=absolute(form_path(entry)),
    )
    return told


@transaction.atomic
def tell_writers(*, entry: Entry, by: User, note: str) -> None:
    """Keep the note with which an entry was sent back, and email it to its writers."""
    add_note(entry=entry, by=by, text=note, sends_back=True)
    notify(
        users=[writer for writer in writers_of(entry) if writer.pk != by.pk],
        subject=f"Sent back: {entry.heading}",
        sentence=f"{by} has sent “{entry.heading}” back to you.",
        note=note,
        address=absolute(form_path(entry)),
    )


@transaction.atomic
def assign(*, entry: Entry, assignee: User | None, due_on: date | None, by: User) -> None:
    """Set who reviews an entry and by when, and email someone new. Without anyone, unset it."""
    before = Assignment.objects.select_for_update().filter(entry=entry.pk).first()
    if assignee is None:
        Assignment.objects.filter(entry=entry.pk).delete()
        return
    facts = {"assignee": assignee, "due_on": due_on}
    Assignment.objects.update_or_create(entry_id=entry.pk, defaults=facts)
    is_new = before is None or before.assignee_id != assignee.pk
    if is_new and assignee.pk != by.pk:
        notify(
            users=[assignee],
            subject=f"For you to review: {entry.heading}",
            sentence=f"{by} has asked you to review “{entry.heading}”.",
            address=absolute(form_path(entry)),
        )


def form_path(entry: Entry) -> str:
    return reverse(entry.registered_kind.admin_url_name("change"), args=[entry.pk])

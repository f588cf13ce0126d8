"""Starting and stopping to follow."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from taggit.models import Tag

from content import followable
from content.exceptions import TooManyAttempts
from content.keys import read_key
from content.mail import EmailContent
from content.models import Person, Place, Reader, Topic
from content.readers import (
    Subscription,
    ask_many_to_confirm,
    ask_to_confirm,
    count_request,
    email_reader,
    find_reader,
)
from content.site import site_name
from following.emails.welcome import write_welcome
from following.exceptions import AlreadyAsked, NothingToFollow
from following.models import Follow
from following.models.follows import LISTS, NEWSLETTER, Frequency


def name_of(scope: str, key: str) -> str:
    """Return what something followable is called. Raises NothingToFollow."""
    if scope == NEWSLETTER:
        return f"the newsletter of {site_name()}"
    found = followable.describe(scope, key)
    if found is None:
        raise NothingToFollow
    return found[0]


@transaction.atomic
def start_following(*, email: str, scope: str, key: str, frequency: str) -> None:
    """Ask the owner of an address to confirm what someone wants to follow with it.

    What the address already follows isn't changed: anyone can enter any address. Raises
    NothingToFollow, and AlreadyAsked if the address got too many emails lately.
    """
    name = name_of(scope, key)
    reader = find_reader(email)
    follow, _ = Follow.objects.get_or_create(
        reader=reader, scope=scope, key=key, defaults={"frequency": frequency}
    )
    if follow.is_active:
        tell_unchanged(follow, name)
        return
    follow.frequency, follow.created_at = frequency, timezone.now()
    follow.save(update_fields=["frequency", "created_at"])
    ask(follow, name)


def ask(follow: Follow, name: str) -> None:
    """Email the link that confirms a follow. Raises AlreadyAsked."""
    try:
        ask_to_confirm(
            row=follow,
            key="follow",
            subject=f"Please confirm: follow {name}",
            paragraphs=[
                f"You asked {site_name()} to let you follow {name}{how_often(follow)}. Please "
                "confirm that this address is yours."
            ],
            button="Confirm",
        )
    except TooManyAttempts as error:
        raise AlreadyAsked from error


def ask_listed(follows: Sequence[Follow], name: str) -> None:
    """Ask people on an imported list, who haven't asked for anything, about the same follow."""
    if not follows:
        return
    ask_many_to_confirm(
        rows=follows,
        key="follow",
        subject=f"Follow {name}?",
        paragraphs=[
            f"Your address is on a list of people that {site_name()} wrote to before, without a "
            f"date on which you agreed. If you would like to follow {name}{how_often(follows[0])}, "
            "open the link below, and press the button there."
        ],
        button="Yes, follow",
        otherwise="If not, do nothing: we won’t ask again.",
    )


def how_often(follow: Follow) -> str:
    """Return “, with the weekly email”: the newsletter is only one thing."""
    return "" if follow.scope == NEWSLETTER else f", with {LISTS[Frequency(follow.frequency)]}"


def tell_unchanged(follow: Follow, name: str) -> None:
    """Email that nothing has changed. Raises AlreadyAsked."""
    try:
        count_request(follow.reader)
    except TooManyAttempts as error:
        raise AlreadyAsked from error
    email_reader(
        reader=follow.reader,
        purpose="already followed",
        content=EmailContent(
            subject=f"You already follow {name}",
            paragraphs=[
                f"Someone, probably you, asked to follow {name} with this address. You already "
                f"do, and get {LISTS[Frequency(follow.frequency)]}. Use the link below to change "
                "that."
            ],
        ),
    )


@transaction.atomic
def confirm_follow(follow: Follow) -> None:
    """Start the emails, and welcome a reader who followed nothing before."""
    follow = (
        Follow.objects.select_for_update(of=["self"]).select_related("reader").get(pk=follow.pk)
    )
    if follow.is_active:
        return
    is_first = not Follow.objects.active().filter(reader=follow.reader).exists()
    follow.confirmed_at, follow.stopped_at = timezone.now(), None
    follow.save(update_fields=["confirmed_at", "stopped_at"])
    if is_first:
        content = write_welcome(name_of(follow.scope, follow.key), Frequency(follow.frequency))
        email_reader(reader=follow.reader, purpose="welcome", content=content)


def change_frequency(*, follow: Follow, frequency: str) -> None:
    Follow.objects.filter(pk=follow.pk).exclude(scope=NEWSLETTER).update(frequency=frequency)


def stop_following(*, reader: Reader, pk: int | None = None, frequency: str = "") -> int:
    """Stop one follow, those of one frequency, or all. Return how many there were."""
    follows = Follow.objects.filter(reader=reader, stopped_at=None)
    if pk is not None:
        follows = follows.filter(pk=pk)
    if frequency:
        follows = follows.filter(frequency=frequency)
    return follows.update(stopped_at=timezone.now())


def move_follows(scope: str, *, goes: int, stays: int) -> None:
    """Let those who follow a term that was merged into another follow that."""
    moved = Follow.objects.filter(scope=scope, key=str(goes))
    kept = Follow.objects.filter(scope=scope, key=str(stays))
    moved.filter(reader__in=kept.active().values("reader")).delete()
    kept.filter(reader__in=moved.active().values("reader")).delete()
    moved.exclude(reader__in=kept.values("reader")).update(key=str(stays))


# The scopes of what can be merged.
MERGED = {Topic: "topic", Tag: "tag", Person: "person", Place: "place"}


def move_term(*, stays: Any, goes: Any) -> None:
    """Called when a tag, person, topic, or place is merged into another."""
    move_follows(MERGED[type(stays)], goes=goes.pk, stays=stays.pk)


def find_list(name: str) -> Follow | None:
    """Return a follow of those that “weekly-12” means: what reader 12 follows weekly."""
    frequency, _, reader = name.partition("-")
    follows = Follow.objects.active().filter(frequency=frequency, reader=read_key(reader))
    return follows.select_related("reader").first()


def stop_list(follow: Follow) -> None:
    stop_following(reader=follow.reader, frequency=follow.frequency)


FOLLOWS = Subscription(
    key="follows",
    find=find_list,
    describe=lambda follow: LISTS[Frequency(follow.frequency)],
    turn_off=stop_list,
)

"""Which member of staff is which person: it makes the entries that name the person their own."""

from django.db import transaction

from content.activity import record
from content.editing.likely_duplicates import words_of
from content.models import Activity, Person, User


def find_person_named_as(user: User) -> Person | None:
    """Return a person without an account who has the same name but for accents and order."""
    own = words_of(user.name)
    rows = Person.objects.filter(user=None, is_organization=False).order_by("pk")
    return next((person for person in rows if own and words_of(person.name) == own), None)


def find_account_named_as(person: Person) -> User | None:
    """Return an active account that is no person's yet and has the same name."""
    own = words_of(person.name)
    rows = User.objects.filter(person=None, is_active=True).order_by("pk")
    return next((user for user in rows if own and words_of(user.name) == own), None)


@transaction.atomic
def set_account(*, person: Person, account: User | None, by: User) -> None:
    """Make a member of staff the only one who is this person, or no one."""
    users = User.objects.select_for_update(no_key=True)
    before = users.filter(person=person).first()
    if before == account:
        return
    if before is not None:
        before.person = None
        before.save(update_fields=["person"])
        record_person(user=before, before=person, by=by)
    if account is not None:
        was, account.person = account.person, person
        account.save(update_fields=["person"])
        record_person(user=account, before=was, by=by)


def record_person(*, user: User, before: Person | None, by: User) -> None:
    """Record whose entries became someone's own, or no longer are."""
    if user.person == before:
        return
    what = f"Is the person {user.person} now" if user.person else f"No longer the person {before}"
    record(Activity.Matter.ACCOUNT, what, by=by, about=user)

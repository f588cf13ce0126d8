"""The staff accounts of the demo, with passwords that are easy to type."""

from dataclasses import dataclass

from django.contrib.auth.models import Group

from content.models import Person, User
from cworks.groups import EDITORS, WRITERS
from events.kinds import EVENT_MANAGERS


@dataclass(frozen=True)
class Account:
    role: str
    email: str
    name: str
    password: str
    group: str = ""
    person: str = ""


ADMINISTRATOR = Account(
    "Administrator", "administrator@example.org", "Morgan Ellery", "run-the-site"
)
EDITOR = Account(
    "Editor",
    "editor@example.org",
    "Ruth Okonjo-Lind",
    "fix-the-commas",
    group=EDITORS,
    person="ruth-okonjo-lind",
)
WRITER = Account(
    "Writer",
    "writer@example.org",
    "Daniel Ferreira",
    "write-it-down",
    group=WRITERS,
    person="daniel-ferreira",
)
EVENT_MANAGER = Account(
    "Event manager",
    "events@example.org",
    "June Halvorsen",
    "set-out-the-chairs",
    group=EVENT_MANAGERS,
)
ACCOUNTS = [ADMINISTRATOR, EDITOR, WRITER, EVENT_MANAGER]


def load_accounts() -> dict[Account, User]:
    """Return a user for each account; one that exists stays as it is, its password included."""
    return {account: find(account) or create(account) for account in ACCOUNTS}


def find(account: Account) -> User | None:
    return User.objects.filter(email__iexact=account.email).first()


def create(account: Account) -> User:
    if account is ADMINISTRATOR:
        return User.objects.create_superuser(account.email, account.password, name=account.name)
    user = User.objects.create_user(
        account.email,
        account.password,
        name=account.name,
        # A user who already has this person keeps it.
        person=Person.objects.filter(slug=account.person, user=None).first(),
    )
    user.groups.add(Group.objects.get(name=account.group))
    return user

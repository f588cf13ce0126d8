"""What a page that shows a merge says about it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst

from content.editing.differences import compare, shorten
from content.editing.forms.posted import Posted, in_words
from content.editing.revisions import FieldChange, revisions_of
from content.models import Entry


@dataclass
class Merge:
    """Two people's values of the fields of a form, as forms send them, and what both began with."""

    form: forms.ModelForm
    since: str
    base: dict[str, Posted]
    theirs: dict[str, Posted]
    mine: dict[str, Posted]
    has_base: bool

    @cached_property
    def savers(self) -> list:
        """Who has saved since both began, latest first."""
        revisions = revisions_of(self.form.instance)
        moment = read_moment(self.since)
        later = list(revisions.filter(modified_at__gt=moment) if moment else revisions[:1])
        return list(dict.fromkeys(revision.history_user for revision in later))

    @cached_property
    def by(self) -> str:
        names = [
            "your other window" if user == self.form.user else str(user or "somebody")
            for user in self.savers or [None]
        ]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

    @property
    def sentence(self) -> str:
        return (
            f"{capfirst(self.by)} saved this {say_when(self.form.instance.modified_at)}, while "
            "you were writing. Nothing of yours is saved yet, and nothing is lost: the fields "
            "below hold both, merged. Look them through, and save."
        )

    @property
    def their_changes(self) -> list[FieldChange]:
        return self.list_changes(self.base, self.theirs)

    @property
    def my_changes(self) -> list[FieldChange]:
        return self.list_changes(self.base, self.mine)

    @property
    def differences(self) -> list[FieldChange]:
        return self.list_changes(self.theirs, self.mine)

    def list_changes(self, before: dict, after: dict) -> list[FieldChange]:
        changes = []
        for name in self.mine:
            field = self.form.fields[name]
            if name not in before or before[name] == after[name]:
                continue
            old, new = in_words(field, before[name]), in_words(field, after[name])
            if old != new:
                label = str(self.form[name].label)
                changes.append(FieldChange(label, shorten(compare(old, new))))
        return changes

    @property
    def mine_json(self) -> str:
        return self.form.data.get("mine", "")

    @property
    def my_body(self) -> str:
        return self.form.data.get("mine_body", "")

    @property
    def their_body(self) -> str:
        return self.theirs.get("body", "")


def find_base(entry: Entry, seen: str):
    """Return the revision that a form was opened on, if there is one."""
    moment = read_moment(seen)
    if moment is None:
        return None
    # Of several the first: what a later one added is then a change of both, and stays. What was
    # published with a date of its own has that of its revision.
    revisions = entry.history.filter(Q(modified_at=moment) | Q(history_date=moment))
    return revisions.order_by("history_date", "history_id").first()


def read_moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    # A moment without a zone, or outside of what a database knows, was never sent by the form.
    return None if timezone.is_naive(moment) or not 1900 < moment.year < 9000 else moment


def say_when(moment: datetime) -> str:
    local = timezone.localtime(moment)
    if local.date() == timezone.localdate():
        return f"at {local:%-I:%M %p}"
    return f"on {local:%B %-d, %Y, at %-I:%M %p}"

"""What a page that shows a merge says about it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django import forms
from django.utils import timezone
from django.utils.text import capfirst

from content.editing.comparing import FieldChange
from content.editing.differences import compare, shorten
from content.editing.forms.posted import Posted, in_words
from content.editing.revisions import revisions_of
from content.models import Entry, Revision


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
        number = read_number(self.since)
        later = list(revisions.filter(pk__gt=number) if number else revisions[:1])
        return list(dict.fromkeys(revision.by for revision in later))

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


def find_base(entry: Entry, seen: str) -> Revision | None:
    """Return the revision that a form was opened on, if it is kept."""
    return entry.revisions.filter(pk=read_number(seen)).first()


def read_number(text: str) -> int:
    """Return the number of a revision that a form sent; 0 if it sent none."""
    is_number = text.isascii() and text.isdecimal() and len(text) < 19
    return int(text) if is_number else 0


def say_when(moment: datetime) -> str:
    local = timezone.localtime(moment)
    if local.date() == timezone.localdate():
        return f"at {local:%-I:%M %p}"
    return f"on {local:%B %-d, %Y, at %-I:%M %p}"

"""The contents of the page that shows a merge."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django import forms
from django.utils import timezone
from django.utils.text import capfirst

from content.editing.comparing import FieldDifference
from content.editing.differences import compare, shorten
from content.editing.forms.contributions import PEOPLE
from content.editing.forms.posted import CHOICE, MINE, Posted, as_text, is_key
from content.editing.revisions import find_number, revisions_of
from content.models import Person
from content.phrases import join_list


@dataclass(frozen=True)
class FieldConflict:
    """A field that both editors changed. The second one chooses a value."""

    form: forms.ModelForm
    name: str
    mine: Posted
    theirs: Posted

    @property
    def label(self) -> str:
        return "People" if self.name == PEOPLE else str(self.form[self.name].label)

    @property
    def input_name(self) -> str:
        return f"{CHOICE}{self.name}"

    @property
    def mine_name(self) -> str:
        return f"{MINE}{self.name}"

    @property
    def choice(self) -> str:
        return self.form.data.get(self.input_name, "")

    @property
    def my_text(self) -> str:
        return self.as_text(self.mine)

    @property
    def their_text(self) -> str:
        return self.as_text(self.theirs)

    @property
    def my_values(self) -> list[str]:
        """The values of the hidden inputs that keep mine. Even an empty list needs one."""
        return (self.mine or [""]) if isinstance(self.mine, list) else [str(self.mine)]

    def as_text(self, value: Posted) -> str:
        if self.name == PEOPLE:
            return name_people(value)
        return as_text(self.form.fields[self.name], value)


@dataclass
class Merge:
    """Both editors' posted values of a form's fields, and the values that both started from."""

    form: forms.ModelForm
    since: str
    base: dict[str, Posted]
    theirs: dict[str, Posted]
    mine: dict[str, Posted]
    conflicts: list[FieldConflict]
    has_base: bool

    @cached_property
    def savers(self) -> list:
        """The users who have saved since both started, latest first."""
        revisions = revisions_of(self.form.instance)
        number = find_number(self.since)
        later = list(revisions.filter(pk__gt=number) if number else revisions[:1])
        return list(dict.fromkeys(revision.by for revision in later))

    @cached_property
    def by(self) -> str:
        names = [
            "your other window" if user == self.form.user else str(user or "someone")
            for user in self.savers or [None]
        ]
        return join_list(names)

    @property
    def sentence(self) -> str:
        moment = format_moment(self.form.instance.modified_at)
        return (
            f"{capfirst(self.by)} saved this {moment}, while "
            "you were writing. Your changes aren’t saved yet, and nothing is lost: the form below "
            "has both. Review it, and save."
        )

    @property
    def their_changes(self) -> list[FieldDifference]:
        return self.list_changes(self.base, self.theirs)

    @property
    def my_changes(self) -> list[FieldDifference]:
        return self.list_changes(self.base, self.mine)

    @property
    def differences(self) -> list[FieldDifference]:
        return self.list_changes(self.theirs, self.mine)

    def list_changes(self, before: dict, after: dict) -> list[FieldDifference]:
        changes = []
        for name in self.mine:
            field = self.form.fields[name]
            if name not in before or before[name] == after[name]:
                continue
            old, new = as_text(field, before[name]), as_text(field, after[name])
            if old != new:
                label = str(self.form[name].label)
                changes.append(FieldDifference(label, shorten(compare(old, new))))
        return changes

    @property
    def my_body(self) -> str:
        return self.mine.get("body", "")

    @property
    def their_body(self) -> str:
        return self.theirs.get("body", "")


def name_people(people: list[str]) -> str:
    pairs = [each.partition(":")[::2] for each in people]
    numbers = [pk for pk, _ in pairs if is_key(pk)]
    names = {str(person.pk): person.name for person in Person.objects.filter(pk__in=numbers)}
    return ", ".join(f"{names.get(pk, 'a deleted one')} ({role})" for pk, role in pairs)


def format_moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    if local.date() == timezone.localdate():
        return f"at {local:%-I:%M %p}"
    return f"on {local:%B %-d, %Y, at %-I:%M %p}"

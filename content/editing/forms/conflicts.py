"""Two versions of an entry, as the page shows them to the second person to save."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import cast

from django import forms
from django.utils import timezone
from django.utils.text import capfirst

from content.editing.comparing import FieldDifference
from content.editing.differences import compare, shorten
from content.editing.forms.values import Value, as_text
from content.editing.merging import Merged, find_marks
from content.editing.revisions import revisions_of
from content.editing.steps import steps_for
from content.keys import read_key
from content.models import User
from content.moments import format_clock, format_day
from content.phrases import join_list

# Prefixes of field names: which of two values was chosen, and the second editor's own value.
CHOICE, MINE = "choice-", "mine-"


@dataclass
class Merge:
    """Both editors' values of a form's fields, and the values that both started from."""

    form: forms.ModelForm
    user: User | None
    since: str
    base: dict[str, Value]
    theirs: dict[str, Value]
    mine: dict[str, Value]
    # The fields for which the second editor chooses a value.
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.has_base = bool(self.base)

    @cached_property
    def by(self) -> str:
        """Who has saved since both started, latest first, for a sentence."""
        revisions, number = revisions_of(self.form.instance), read_key(self.since)
        later = revisions.filter(pk__gt=number) if number else revisions[:1]
        savers = dict.fromkeys(revision.by for revision in later) or [None]
        return join_list(
            [
                "your other window" if user == self.user else str(user or "someone")
                for user in savers
            ]
        )

    @property
    def conflicts(self) -> list[dict]:
        """The open choices, as the page shows them."""
        return [
            {
                "name": name,
                "label": self.form[name].label,
                "choice": self.form.data.get(f"{CHOICE}{name}"),
                "mine": self.mine[name] or [""],  # Even an empty value needs an input.
                "my_text": as_text(self.form.fields[name], self.mine[name]),
                "their_text": as_text(self.form.fields[name], self.theirs[name]),
            }
            for name in self.open
        ]

    @property
    def their_changes(self) -> list[FieldDifference]:
        return self.list_changes(self.base, self.theirs)

    @property
    def my_changes(self) -> list[FieldDifference]:
        return self.list_changes(self.base if self.has_base else self.theirs, self.mine)

    def list_changes(self, before: dict, after: dict) -> list[FieldDifference]:
        changed = [name for name in after if name in before and before[name] != after[name]]
        words = [
            (name, *(as_text(self.form.fields[name], each[name]) for each in (before, after)))
            for name in changed
        ]
        return [
            FieldDifference(str(self.form[name].label), shorten(compare(old, new)))
            for name, old, new in words
            if old != new
        ]

    @property
    def my_body(self) -> str:
        return "".join(self.mine.get("body", []))

    @property
    def their_body(self) -> str:
        return "".join(self.theirs.get("body", []))

    @property
    def button(self) -> str:
        """The label of the button that saves this form, or begins to."""
        first, *_ = steps_for(cast(User, self.user), self.form.instance)
        return first.label

    @property
    def sentence(self) -> str:
        moment = format_moment(self.form.instance.modified_at)
        return (
            f"{capfirst(self.by)} saved this {moment}, while "
            "you were writing. Your changes aren’t saved yet, and nothing is lost: the form below "
            f"has both. Review it, and press “{self.button}.”"
        )

    def describe_conflicts(self, merged: Merged) -> str:
        places = "in one place" if merged.conflicts == 1 else f"in {merged.conflicts} places"
        return (
            f"You and {self.by} changed the same text {places}: see line "
            f"{find_marks(merged.text)[0]}. Both versions are there, between markers. Keep the "
            "right one, and delete the other and the markers."
        )


def describe_marks(lines: list[int]) -> str:
    numbers = join_list([str(number) for number in lines[:9]])
    still = f"Line {numbers} still has" if len(lines) == 1 else f"Lines {numbers} still have"
    return (
        f"{still} a conflict marker. Between the markers are both versions. Keep the right one, "
        "and delete the other and the markers."
    )


def format_moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    is_today = local.date() == timezone.localdate()
    clock = f"at {format_clock(local)} ET"
    return clock if is_today else f"on {format_day(local)}, {clock}"

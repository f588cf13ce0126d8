"""Two editors of the same entry: the second to save sees both versions and chooses."""

from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError

from content.editing.forms.contributions import PEOPLE, merge_people, read_my_people
from content.editing.forms.merges import FieldConflict, Merge
from content.editing.forms.posted import (
    CHOICE,
    MINE,
    Posted,
    as_posted,
    is_list,
    read,
    read_mine,
    write,
)
from content.editing.merging import find_marks, merge_texts, merge_value
from content.editing.revisions import find_number, newest_number
from content.models import Revision, User
from content.phrases import join_list


class KeptInput(forms.HiddenInput):
    """A hidden input that the browser keeps and restores together with its draft of the text."""

    def __init__(self) -> None:
        super().__init__({"data-draft-with": ""})


class SimultaneousForm(forms.ModelForm):
    """An entry's form. It never overwrites what someone else saved while it was open.

    Changes to the text are merged. In every other field, a value that only one editor changed is
    kept; if both changed it, the second editor chooses.
    """

    user: User | None = None

    # The number of the revision that this form shows.
    seen = forms.CharField(required=False, widget=KeptInput)
    # In a form with a merge: the number of the revision that both editors started from.
    merged = forms.CharField(required=False, widget=KeptInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.was_overtaken = False
        if self.instance.pk:
            self.initial["seen"] = newest_number(self.instance)
            if self.is_bound:
                self.apply_choices()

    @property
    def shared_names(self) -> list[str]:
        """The fields that an entry and this form have in common."""
        return [name for name in self.fields if name in self.initial and name not in OWN_FIELDS]

    # The editor's choices

    def apply_choices(self) -> None:
        """Put into each field the value that the editor chose."""
        chosen = [name for name in self.shared_names if f"{CHOICE}{name}" in self.data]
        if not chosen:
            return
        self.data = self.data.copy()
        theirs = self.stored_values | self.values_of(self.find_revision(self.data.get("seen", "")))
        for name in chosen:
            choice = self.data[f"{CHOICE}{name}"]
            if choice == "theirs":
                write(self, name, theirs[name])
            elif choice == "mine" and (name == "body" or read(self, name) == theirs[name]):
                # The field showed theirs, after an earlier choice.
                write(self, name, read_mine(self, name))

    def refuse_open_choices(self) -> None:
        for conflict in self.merge.conflicts:
            if conflict.choice not in ("mine", "theirs"):
                self.add_error(None, f"{conflict.label}: choose which to keep, yours or theirs.")

    # A save by someone else

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.instance.pk:
            return cleaned
        seen = self.data.get("seen")
        if seen and seen != self.initial["seen"]:
            self.was_overtaken = True
            self.merge_in()
            raise ValidationError(self.merge.sentence)
        if self.data.get("merged") and self.merge is not None:
            self.refuse_open_choices()
            if self.data.get(f"{CHOICE}body") != "mine":
                self.refuse_marks(cleaned.get("body", ""))
        return cleaned

    def _post_clean(self) -> None:
        # The entry stays as the other editor saved it.
        if not self.was_overtaken:
            super()._post_clean()

    def merge_in(self) -> None:
        """Fill the form with what was sent, merged with what is stored."""
        merge = self.merge
        self.data = self.data.copy()
        for name, mine in merge.mine.items():
            if name == PEOPLE:
                continue
            theirs = merge.theirs[name]
            if name == "body":
                self.merge_body(merge.base.get(name), theirs, mine)
            else:
                merged = merge_value(merge.base.get(name), mine, theirs)
                write(self, name, mine if merged is None else merged)
            if self.fields[name].show_hidden_initial:
                self.data[self.add_initial_prefix(name)] = theirs
        for name in [name for name in self.data if name.startswith(CHOICE)]:
            del self.data[name]
        self.data["merged"], self.data["seen"] = merge.since, self.initial["seen"]

    def merge_body(self, base: Posted | None, theirs: Posted, mine: Posted) -> None:
        by = self.merge.by
        merged = merge_texts(base=base, theirs=theirs, mine=mine, their_name=by)
        write(self, "body", merged.text)
        if merged.conflicts:
            self.add_error("body", describe_conflicts(merged.text, merged.conflicts, by=by))

    def refuse_marks(self, body: str) -> None:
        lines = find_marks(body)
        if lines:
            self.add_error(
                "body",
                f"{list_lines(lines)} a conflict marker. Between the markers are both versions. "
                "Keep the right one, delete the other and the markers, and save again.",
            )

    @cached_property
    def merge(self) -> Merge | None:
        """Both versions, until the merge is saved."""
        if not (self.is_bound and self.instance.pk):
            return None
        if self.was_overtaken:
            since = self.data["seen"]
        elif self.data.get("merged"):
            since = self.data["merged"]
        else:
            return None
        revision = self.find_revision(since)
        base, theirs = self.values_of(revision), self.stored_values
        mine = {name: read(self, name) for name in self.shared_names}
        if self.was_overtaken:
            base |= self.hidden_initial_values()
        else:
            mine |= {name: read_mine(self, name) for name in mine if f"{MINE}{name}" in self.data}
        conflicts = [
            FieldConflict(form=self, name=name, mine=value, theirs=theirs[name])
            for name, value in mine.items()
            if name != "body" and self.is_conflict(name, base, theirs, mine)
        ]
        people = merge_people(self.data, entry=self.instance)
        if people.is_conflict or f"{MINE}{PEOPLE}" in self.data:
            own = people.mine if self.was_overtaken else read_my_people(self.data)
            conflicts.append(FieldConflict(form=self, name=PEOPLE, mine=own, theirs=people.theirs))
        return Merge(
            form=self,
            since=since,
            base=base,
            theirs=theirs,
            mine=mine,
            conflicts=conflicts,
            has_base=revision is not None,
        )

    def is_conflict(self, name: str, base: dict, theirs: dict, mine: dict) -> bool:
        if self.was_overtaken:
            return merge_value(base.get(name), mine[name], theirs[name]) is None
        return f"{MINE}{name}" in self.data

    def find_revision(self, number: str) -> Revision | None:
        return self.instance.revisions.filter(pk=find_number(number)).first()

    # Values, as a form sends them

    @cached_property
    def stored_values(self) -> dict[str, Posted]:
        return {
            name: as_posted(self.fields[name], self.initial[name]) for name in self.shared_names
        }

    def hidden_initial_values(self) -> dict[str, Posted]:
        return {
            name: self.data.get(self.add_initial_prefix(name), "")
            for name in self.shared_names
            if self.fields[name].show_hidden_initial
        }

    def values_of(self, revision: Revision | None) -> dict[str, Posted]:
        if revision is None:
            return {}
        return {
            name: as_posted(self.fields[name], self.value_in(revision, name))
            for name in self.shared_names
            if name in revision.data
        }

    def value_in(self, revision: Revision, name: str):
        """Return what this form would have shown of a field in a revision."""
        field, value = self._meta.model._meta.get_field(name), revision.data[name]
        if is_list(self.fields[name]):
            return [row["id"] if isinstance(row, dict) else row for row in value]
        return value and value["id"] if field.is_relation else field.to_python(value)


OWN_FIELDS = set(SimultaneousForm.base_fields)


def list_lines(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"Line {numbers[0]} still has"
    return f"Lines {join_list([str(number) for number in numbers[:9]])} still have"


def describe_conflicts(text: str, count: int, *, by: str) -> str:
    places = "in one place" if count == 1 else f"in {count} places"
    return (
        f"You and {by} changed the same text {places}: see line "
        f"{find_marks(text)[0]}. Both versions are there, between markers. Keep the right one, and "
        "delete the other and the markers."
    )

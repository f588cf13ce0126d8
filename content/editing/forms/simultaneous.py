"""Two people at the same entry: the second to save gets both texts and a merge."""

import json
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from content.editing.forms.merges import Merge, find_base
from content.editing.forms.posted import (
    Posted,
    as_posted,
    in_words,
    is_list,
    is_posted,
    read,
    write,
)
from content.editing.merging import find_marks, merge_sets, merge_texts, merge_values
from content.editing.revisions import newest_number
from content.models import User


class KeptInput(forms.HiddenInput):
    """Goes with the text: the browser keeps it in its draft, and puts it back with it."""

    def __init__(self) -> None:
        super().__init__({"data-draft-with": ""})


class SimultaneousForm(forms.ModelForm):
    """The form of an entry, which saves over nothing that somebody else saved meanwhile."""

    user: User | None = None

    # When the text that this form shows was saved.
    seen = forms.CharField(required=False, widget=KeptInput)
    # What revisions do not keep, as it was when the form was opened.
    opened_with = forms.CharField(required=False, widget=forms.HiddenInput)
    # In a form that shows a merge: when the text was saved that both people began with.
    merged = forms.CharField(required=False, widget=KeptInput)
    use_mine = forms.BooleanField(required=False, label="Use mine instead of the merge")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.was_overtaken = False
        if self.instance.pk:
            self.initial["seen"] = newest_number(self.instance)
            self.initial["opened_with"] = json.dumps(self.stored_lists())
        if self.is_bound and self.data.get("use_mine"):
            self.take_mine()

    @property
    def shared_names(self) -> list[str]:
        """The fields that an entry and this form have in common."""
        return [name for name in self.fields if name in self.initial and name not in OWN_FIELDS]

    def stored_lists(self) -> dict[str, list]:
        lists = {
            name: as_posted(self.fields[name], self.initial[name])
            for name in self.shared_names
            if is_list(self.fields[name])
        }
        people = self.instance.contributions.values_list("pk", "person_id", "role", "position")
        return {**lists, "people": [list(row) for row in people]}

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.instance.pk:
            return cleaned
        seen = self.data.get("seen")
        if seen and seen != self.initial["seen"]:
            self.was_overtaken = True
            self.merge_in()
            raise ValidationError(self.merge.sentence)
        self.merge_lists(cleaned)
        if self.data.get("merged") and "use_mine" not in self.data:
            self.refuse_marks(cleaned.get("body", ""))
        return cleaned

    def _post_clean(self) -> None:
        # The entry stays as the other has saved it.
        if not self.was_overtaken:
            super()._post_clean()

    def merge_lists(self, cleaned: dict) -> None:
        """Take in what others added to a list, or took out, without saving the entry itself.

        Such as a companion, which can be named in the form of either.
        """
        for name, before in self.lists_opened_with().items():
            if name not in cleaned:
                continue
            field = self.fields[name]
            theirs, mine = as_posted(field, self.initial[name]), read(self, name)
            merged = merge_sets(base=before, theirs=theirs, mine=mine)
            if set(merged) != set(mine):
                cleaned[name] = field.clean(merged)

    def merge_in(self) -> None:
        """Fill the form with a merge of what was sent and what is stored."""
        merge = self.merge
        self.data = self.data.copy()
        for name, mine in merge.mine.items():
            self.merge_field(name, merge.base.get(name), merge.theirs[name], mine)
            if self.fields[name].show_hidden_initial:
                self.data[self.add_initial_prefix(name)] = merge.theirs[name]
        self.data["merged"] = merge.since
        self.data["mine"] = json.dumps({k: v for k, v in merge.mine.items() if k != "body"})
        self.data["mine_body"] = merge.mine.get("body", "")
        for name in ("seen", "opened_with"):
            self.data[name] = self.initial[name]
        self.data.pop("use_mine", None)

    def merge_field(self, name: str, base: Posted | None, theirs: Posted, mine: Posted) -> None:
        field, by = self.fields[name], self.merge.by
        if is_list(field):
            write(self, name, merge_sets(base=base or [], theirs=theirs, mine=mine))
        elif name == "body":
            merged = merge_texts(base=base, theirs=theirs, mine=mine, their_name=by)
            write(self, name, merged.text)
            if merged.conflicts:
                self.add_error(name, say_conflicts(merged.text, merged.conflicts, by=by))
        else:
            value = merge_values(base=base, theirs=theirs, mine=mine)
            write(self, name, value.value)
            if value.is_conflict:
                words = in_words(field, theirs)
                has = f"has “{words}”" if words else "has nothing"
                self.add_error(name, f"{capfirst(by)} {has} here. Keep yours, or put that in.")

    def refuse_marks(self, body: str) -> None:
        lines = find_marks(body)
        if lines:
            self.add_error(
                "body",
                f"{list_lines(lines)} a mark of the merge. Between the marks stand both "
                "versions: leave what is right, take out the rest and the lines of the marks "
                "themselves, and save again.",
            )

    def take_mine(self) -> None:
        """Put back what was sent before the merge."""
        self.data = self.data.copy()
        for name, value in self.sent_before_merge().items():
            write(self, name, value)

    def sent_before_merge(self) -> dict[str, Posted]:
        """Raises nothing: what is no longer readable is as it stands in the fields."""
        sent = read_json(self.data.get("mine"))
        sent["body"] = self.data.get("mine_body")
        return {
            name: value
            for name, value in sent.items()
            if name in self.shared_names and is_posted(self.fields[name], value)
        }

    @cached_property
    def merge(self) -> Merge | None:
        """Both texts, for a form that shows a merge until that is saved."""
        if self.was_overtaken:
            since, mine = self.data["seen"], {name: read(self, name) for name in self.shared_names}
        elif self.is_bound and self.data.get("merged") and self.instance.pk:
            since, mine = self.data["merged"], self.sent_before_merge()
        else:
            return None
        if not mine:
            # What is sent comes from a draft that the browser has kept.
            return None
        revision = find_base(self.instance, since)
        base = {} if revision is None else self.values_of(revision)
        if self.was_overtaken:
            base |= self.values_opened_with()
        theirs = {name: as_posted(self.fields[name], self.initial[name]) for name in mine}
        return Merge(
            form=self, since=since, base=base, theirs=theirs, mine=mine, has_base=bool(revision)
        )

    def values_opened_with(self) -> dict[str, Posted]:
        hidden = {
            name: self.data.get(self.add_initial_prefix(name), "")
            for name in self.shared_names
            if self.fields[name].show_hidden_initial
        }
        return {**self.lists_opened_with(), **hidden}

    def lists_opened_with(self) -> dict[str, list[str]]:
        return {
            name: value
            for name, value in read_json(self.data.get("opened_with")).items()
            if name in self.shared_names
            and is_list(self.fields[name])
            and is_posted(self.fields[name], value)
        }

    def values_of(self, revision) -> dict[str, Posted]:
        return {
            name: as_posted(self.fields[name], self.value_in(revision, name))
            for name in self.shared_names
            if name in revision.data
        }

    def value_in(self, revision, name: str):
        """Return what this form would have shown of a field in a revision."""
        field, value = self._meta.model._meta.get_field(name), revision.data[name]
        if field.many_to_many:
            return [row["id"] if isinstance(row, dict) else row for row in value]
        return value and value["id"] if field.is_relation else field.to_python(value)


OWN_FIELDS = set(SimultaneousForm.base_fields)


def read_json(text: str | None) -> dict:
    try:
        value = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def list_lines(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"Line {numbers[0]} still has"
    shown = ", ".join(str(number) for number in numbers[:9][:-1])
    return f"Lines {shown} and {numbers[:9][-1]} still have"


def say_conflicts(text: str, count: int, *, by: str) -> str:
    places = "in one place" if count == 1 else f"in {count} places"
    return (
        f"You and {by} changed the same words {places}: see line {find_marks(text)[0]}. Both "
        "versions stand there, between marks: leave what is right, and take out the rest and the "
        "lines of the marks."
    )

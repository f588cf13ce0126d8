"""The rows of an entry's form that name its people."""

from collections import Counter
from dataclasses import dataclass

from django import forms

from content.editing.forms.posted import CHOICE, MINE, is_key
from content.editing.merging import merge_value
from content.editing.relations import set_people
from content.editing.revisions import find_number, newest_number
from content.models import Contribution, Entry, Role

# No entry has nearly as many people, and each is a form on the page.
MAX_ROWS = 200
# The name of the people among the fields of which two editors' values can differ.
PEOPLE = "people"


class ContributionForm(forms.ModelForm):
    """A row that names a person; rows without a person are ignored."""

    order = forms.IntegerField(
        required=False, min_value=1, widget=forms.NumberInput(attrs={"class": "order-field"})
    )

    class Meta:
        model = Contribution
        fields = ["person", "role"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        if not self.instance._state.adding:
            self.initial["order"] = self.instance.position + 1

    def has_changed(self) -> bool:
        # A new row is filled in with the person who writes: it counts even if no one touched it.
        if self.is_bound:
            return bool(self.data.get(self.add_prefix("person")))
        return super().has_changed()

    def validate_constraints(self) -> None:
        """All rows replace those that are stored, so only the formset can find duplicates."""


class ContributionFormSet(forms.BaseInlineFormSet):
    """All people of an entry. What is sent replaces what is stored, as a whole."""

    def __init__(self, data=None, files=None, instance=None, *args, prefix=None, **kwargs) -> None:
        prefix = prefix or self.get_default_prefix()
        if data is not None:
            data = as_new_rows(data, entry=instance, prefix=prefix)
        super().__init__(data, files, instance, *args, prefix=prefix, **kwargs)

    def save(self, commit: bool = True) -> list:
        """Save the people in the order that was typed, or else as they are listed."""
        named = [
            (row.cleaned_data.get("order") or number, row)
            for number, row in enumerate(self.forms, start=1)
            if row.has_changed() and row not in self.deleted_forms
        ]
        named.sort(key=lambda each: each[0])
        people = [(row.cleaned_data["person"], row.cleaned_data["role"]) for _, row in named]
        set_people(entry=self.instance, people=people)
        # The admin describes them in its own log, which no page shows.
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        return []


@dataclass(frozen=True)
class PeopleMerge:
    """The people as both editors have them, each as "number:role"; and what becomes of them."""

    base: list[str] | None
    theirs: list[str]
    mine: list[str]
    merged: list[str]
    is_conflict: bool = False


def merge_people(data, *, entry: Entry, prefix: str = "contributions") -> PeopleMerge:
    """Return whose list of people counts, after a choice between two or a save by someone else."""
    posted = read_people(data, prefix=prefix)
    theirs = stored_people(entry)
    seen = data.get("seen", "")
    revision = entry.revisions.filter(pk=find_number(seen)).first()
    base = None if revision is None else people_in(revision.data)
    mine, choice = posted, data.get(f"{CHOICE}{PEOPLE}")
    if choice == "theirs":
        mine = theirs if base is None else base
    elif choice == "mine" and posted == base and f"{MINE}{PEOPLE}" in data:
        mine = read_my_people(data)
    if not seen or seen == newest_number(entry):
        return PeopleMerge(base, theirs, mine, mine)
    merged = merge_value(base, mine, theirs)
    if merged is None:
        return PeopleMerge(base, theirs, mine, mine, is_conflict=True)
    return PeopleMerge(base, theirs, mine, merged)


def as_new_rows(data, *, entry: Entry | None, prefix: str):
    """Return posted data without references to stored rows, which others may have changed."""
    count = count_rows(data, prefix=prefix)
    if count is None:
        return data
    data = data.copy()
    data[f"{prefix}-INITIAL_FORMS"] = "0"
    for row in range(count):
        data.pop(f"{prefix}-{row}-id", None)
    if entry is None or not entry.pk:
        return data
    merge = merge_people(data, entry=entry, prefix=prefix)
    if merge.merged != read_people(data, prefix=prefix):
        for row in range(count):
            for name in ("person", "role", "order", "DELETE"):
                data.pop(f"{prefix}-{row}-{name}", None)
        for row, each in enumerate(merge.merged):
            person, _, role = each.partition(":")
            data[f"{prefix}-{row}-person"], data[f"{prefix}-{row}-role"] = person, role
            data[f"{prefix}-{row}-order"] = str(row + 1)
        data[f"{prefix}-TOTAL_FORMS"] = str(len(merge.merged))
    return data


def stored_people(entry: Entry) -> list[str]:
    rows = entry.contributions.values_list("person", "role")
    return [f"{person}:{role}" for person, role in rows]


def people_in(data: dict) -> list[str]:
    return [f"{row['id']}:{row['role']}" for row in data.get("people", [])]


def read_people(data, *, prefix: str = "contributions") -> list[str]:
    """Return the people in posted data, in the order that was typed."""
    found = []
    for number in range(count_rows(data, prefix=prefix) or 0):
        row = f"{prefix}-{number}"
        person, order = data.get(f"{row}-person"), data.get(f"{row}-order", "")
        if person and f"{row}-DELETE" not in data:
            is_number = order.isascii() and order.isdecimal() and len(order) < 9
            place = int(order) if is_number else number + 1
            found.append((place or number + 1, f"{person}:{data.get(f'{row}-role', '')}"))
    return [each for _, each in sorted(found, key=lambda pair: pair[0])]


def read_my_people(data) -> list[str]:
    """Return the editor's own people, which a form that shows a merge keeps."""
    pairs = [each.partition(":")[::2] for each in data.getlist(f"{MINE}{PEOPLE}")]
    return [f"{pk}:{role}" for pk, role in pairs if is_key(pk) and role in Role.values]


def count_rows(data, *, prefix: str) -> int | None:
    """Return how many rows were sent; None if that isn't a number that a form sends."""
    text = data.get(f"{prefix}-TOTAL_FORMS") or "0"
    is_number = text.isascii() and text.isdecimal() and len(text) < 9
    return int(text) if is_number and int(text) <= MAX_ROWS else None


def count_roles(data, *, prefix: str = "contributions") -> Counter:
    """Count the people with each role in posted data, before the rows are saved."""
    return Counter(each.partition(":")[2] for each in read_people(data, prefix=prefix))

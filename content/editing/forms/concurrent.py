"""The form for an entry that others may edit at the same time."""

from django import forms
from django.http import QueryDict

from content.editing.forms.conflicts import CHOICE, MINE, Merge, describe_marks
from content.editing.forms.contributions import (
    ROWS,
    PeopleField,
    read_rows,
    stored_people,
    write_rows,
)
from content.editing.forms.values import Value, as_value, from_revision, tidy
from content.editing.merging import find_marks, merge_texts, merge_value
from content.editing.revisions import newest_number
from content.keys import read_key
from content.models import User

# The browser keeps these hidden inputs together with its draft of the text.
KEPT = {"data-draft-with": ""}


class ConcurrentForm(forms.ModelForm):
    """An entry's form. It never overwrites what someone else saved while it was open.

    Changes to the text are merged. In every other field, a value that only one editor changed is
    kept; if both changed it, the second editor chooses. The results are written into the posted
    data, which must be mutable, and then validated like anything else that was posted.
    """

    user: User | None = None
    data: QueryDict

    # The number of the revision that this form shows.
    seen = forms.CharField(required=False, widget=forms.HiddenInput(KEPT))
    # In a form with a merge: the number of the revision that both editors started from.
    merged = forms.CharField(required=False, widget=forms.HiddenInput(KEPT))
    people = PeopleField()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.was_overtaken = False
        self.merge: Merge | None = None
        if self.instance.pk:
            self.initial["seen"] = newest_number(self.instance)
            self.initial["people"] = stored_people(self.instance)
        if self.is_bound and f"{ROWS}-TOTAL_FORMS" not in self.data:
            del self.fields["people"]

    @property
    def shared_names(self) -> list[str]:
        """The fields of this form that show something of the entry."""
        return [name for name in self.fields if name in self.initial and name != "seen"]

    def read(self, name: str, key: str = "") -> Value:
        """Return the posted value of a field, or what was posted for it under another key."""
        return tidy(self.fields[name], self.data.getlist(key or self.add_prefix(name)))

    def write(self, name: str, value: Value) -> None:
        self.data.setlist(self.add_prefix(name), value)

    def _clean_fields(self) -> None:
        if "people" in self.fields:
            self.write("people", read_rows(self.data))
        if self.instance.pk:
            self.resolve()
        if self.merge and "people" in self.fields:
            write_rows(self.data, self.read("people"))
        super()._clean_fields()

    def _post_clean(self) -> None:
        # The entry stays as the other editor saved it.
        if not self.was_overtaken:
            super()._post_clean()

    def resolve(self) -> None:
        """Apply the editor's choices, and merge what someone else has saved meanwhile."""
        seen, newest = self.data.get("seen", ""), self.initial["seen"]
        self.was_overtaken = bool(seen) and seen != newest
        since = seen if self.was_overtaken else self.data.get("merged")
        if not since:
            return
        fields = {name: self.fields[name] for name in self.shared_names}
        stored = {name: as_value(field, self.initial[name]) for name, field in fields.items()}
        for name, offered in (stored | self.values_in(seen)).items():
            self.apply_choice(name, offered)
        mine = {name: self.read(name) for name in fields}
        base = self.values_in(since)
        self.merge = Merge(self, self.user, since, base=base, theirs=stored, mine=mine)
        if self.was_overtaken:
            self.merge_in()
        else:
            self.check_choices()

    def apply_choice(self, name: str, theirs: Value) -> None:
        choice = self.data.get(f"{CHOICE}{name}")
        if choice == "theirs":
            self.write(name, theirs)
        # A field that shows theirs got it from an earlier choice. Anything else was typed since.
        elif choice == "mine" and (name == "body" or self.read(name) == theirs):
            self.write(name, self.read(name, f"{MINE}{name}"))

    def is_undecided(self, name: str) -> bool:
        """Whether the form asked for a choice and was sent without it."""
        choice = self.data.get(f"{CHOICE}{name}")
        return f"{MINE}{name}" in self.data and choice not in ("mine", "theirs")

    def merge_in(self) -> None:
        """Fill the form with what was sent, merged with what is stored."""
        base, theirs, mine = self.merge.base, self.merge.theirs, self.merge.mine
        for name in mine:
            if self.fields[name].show_hidden_initial:
                # It can change without a revision, so the form itself says what it showed.
                key = self.add_initial_prefix(name)
                base[name] = self.read(name, key)
                self.data.setlist(key, theirs[name])
            merged = merge_value(base.get(name), mine[name], theirs[name])
            if name == "body":
                self.merge_body()
            elif merged is None or (self.is_undecided(name) and mine[name] != theirs[name]):
                self.merge.open.append(name)
            else:
                self.write(name, merged)
        for key in [key for key in self.data if key.startswith(CHOICE)]:
            del self.data[key]
        self.data["merged"], self.data["seen"] = self.merge.since, self.initial["seen"]
        self.add_error(None, self.merge.sentence)

    def merge_body(self) -> None:
        merge = self.merge
        base = "".join(merge.base["body"]) if "body" in merge.base else None
        merged = merge_texts(
            base=base, theirs=merge.their_body, mine=merge.my_body, their_name=merge.by
        )
        self.write("body", [merged.text])
        if merged.conflicts:
            self.add_error("body", merge.describe_conflicts(merged))

    def check_choices(self) -> None:
        """Show the choices until the form is saved, and refuse to save it while any is open."""
        mine = self.merge.mine
        if "body" in mine and self.data.get(f"{CHOICE}body") != "mine":
            lines = find_marks("".join(mine["body"]))
            if lines:
                self.add_error("body", describe_marks(lines))
        kept = [name for name in mine if f"{MINE}{name}" in self.data]
        mine |= {name: self.read(name, f"{MINE}{name}") for name in kept}
        self.merge.open = [name for name in kept if name != "body"]
        for name in filter(self.is_undecided, self.merge.open):
            self.add_error(None, f"{self[name].label}: choose which to keep, yours or theirs.")

    def values_in(self, number: str) -> dict[str, Value]:
        """Return the values of the fields in a revision; none if there is no such revision."""
        revision = self.instance.revisions.filter(pk=read_key(number)).first()
        kept = {} if revision is None else revision.data
        return {
            name: as_value(self.fields[name], self.initial_in(kept, name))
            for name in self.shared_names
            if name in kept
        }

    def initial_in(self, kept: dict, name: str):
        """Return what this form would have shown of a field, as a revision has it."""
        value, field = from_revision(kept[name]), self._meta.model._meta.get_field(name)
        return value if field.is_relation else field.to_python(value)

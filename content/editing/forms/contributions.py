"""The rows of an entry's form that name its people, and a field for all of them together."""

from collections import Counter

from django import forms
from django.http import QueryDict

from content.editing.forms.values import Value
from content.editing.relations import set_people
from content.models import Contribution, Entry, Person

# Far more than any entry has. Each row is a form on the page, so there has to be a limit.
MAX_ROWS = 200
ROWS = "contributions"


class PeopleField(forms.ModelMultipleChoiceField):
    """The people of an entry in order, each as "number:role".

    The page never shows it: it shows the rows. read_rows and write_rows convert between the two.
    """

    widget = forms.MultipleHiddenInput
    is_ordered = True

    def __init__(self) -> None:
        super().__init__(Person.objects, required=False, label="People")

    def clean(self, value: Value) -> Value:
        # The formset validates each row.
        return value


class ContributionForm(forms.ModelForm):
    """A row that names a person. Rows without a person are ignored."""

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
        # A new entry's first row is filled in with its writer, and counts even if left unchanged.
        if self.is_bound:
            return bool(self.data.get(self.add_prefix("person")))
        return super().has_changed()

    def validate_constraints(self) -> None:
        """Do nothing: all stored rows are replaced, so only the formset can find duplicates."""


class ContributionFormSet(forms.BaseInlineFormSet):
    """All people of an entry. The posted rows replace the stored ones as a whole."""

    def save(self, commit: bool = True) -> list:
        """Save the people in the order that was typed, or else in the order of the rows."""
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


def stored_people(entry: Entry) -> Value:
    rows = entry.contributions.values_list("person", "role")
    return [f"{person}:{role}" for person, role in rows]


def count_roles(people: Value) -> Counter:
    return Counter(each.partition(":")[2] for each in people)


def read_rows(data: QueryDict) -> Value:
    """Return the people in posted rows, in the order that was typed."""
    found = []
    # The formset refuses a number of rows that is too high.
    for number in range(min(as_number(data.get(f"{ROWS}-TOTAL_FORMS")), MAX_ROWS)):
        person, role, order = (
            data.get(f"{ROWS}-{number}-{name}", "") for name in ("person", "role", "order")
        )
        if person and f"{ROWS}-{number}-DELETE" not in data:
            found.append((as_number(order) or number + 1, f"{person}:{role}"))
    return [each for _, each in sorted(found, key=lambda pair: pair[0])]


def write_rows(data: QueryDict, people: Value) -> None:
    for key in [key for key in data if key.startswith(f"{ROWS}-") and key.split("-")[1].isdigit()]:
        del data[key]
    for number, each in enumerate(people):
        row = f"{ROWS}-{number}"
        data[f"{row}-person"], _, data[f"{row}-role"] = each.partition(":")
        data[f"{row}-order"] = str(number + 1)
    data[f"{ROWS}-TOTAL_FORMS"] = str(len(people))


def as_number(text: str | None) -> int:
    """Return a number that a form sent, or 0 if it isn't a number."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 0

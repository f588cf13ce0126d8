from django import forms

from content.editing.forms.people_rows import merge_rows
from content.models import Contribution

# No entry has nearly as many people, and each is a form on the page.
MOST_ROWS = 200


class ContributionForm(forms.ModelForm):
    """A row that names a person; rows without one are passed over."""

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
        # A new row is filled in with whoever writes: it counts although nobody touched it.
        if self.instance._state.adding and self.is_bound:
            return bool(self.data.get(self.add_prefix("person")))
        return super().has_changed()


class ContributionFormSet(forms.BaseInlineFormSet):
    def __init__(self, data=None, files=None, instance=None, *args, prefix=None, **kwargs) -> None:
        prefix = prefix or self.get_default_prefix()
        if data is not None and instance is not None and instance.pk:
            data = merge_rows(data, entry=instance, prefix=prefix, most=MOST_ROWS)
        super().__init__(data, files, instance, *args, prefix=prefix, **kwargs)

    def save(self, commit: bool = True) -> list:
        """Save the rows in the order that was typed; where none was, as they stand."""
        chosen = [row for row in self.forms if row.has_changed() or not row.instance._state.adding]
        chosen.sort(key=lambda row: row.cleaned_data.get("order") or self.forms.index(row) + 1)
        for position, row in enumerate(chosen):
            row.instance.position = position
        saved = super().save(commit)
        if commit:
            kept = [row.instance for row in chosen if row.instance.pk]
            Contribution.objects.bulk_update(kept, ["position"])
        return saved


def count_authors(data) -> int:
    return count_people(data, role="author")


def count_people(data, *, role: str, prefix: str = "contributions") -> int:
    """Count the people with a role in posted data, before the rows are saved."""
    try:
        rows = int(data.get(f"{prefix}-TOTAL_FORMS") or 0)
    except ValueError:
        return 0
    count = 0
    for row in range(min(rows, MOST_ROWS)):
        name = f"{prefix}-{row}"
        has_role = data.get(f"{name}-person") and data.get(f"{name}-role") == role
        count += bool(has_role and f"{name}-DELETE" not in data)
    return count

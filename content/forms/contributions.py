from django import forms

from content.models import Contribution


class ContributionForm(forms.ModelForm):
    """A row that names a person; rows without one are passed over."""

    # Rows stand in the order of the page; static/js/people.js counts them when one is moved.
    position = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = Contribution
        fields = ["person", "role", "position"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial["position"] = None

    def has_changed(self) -> bool:
        # A new row is filled in with whoever writes: it counts although nobody touched it.
        if self.instance._state.adding and self.is_bound:
            return bool(self.data.get(self.add_prefix("person")))
        return super().has_changed()


def count_authors(data, *, prefix: str = "contributions") -> int:
    """Count the authors in posted data, before the rows are saved."""
    count = 0
    for row in range(int(data.get(f"{prefix}-TOTAL_FORMS") or 0)):
        name = f"{prefix}-{row}"
        is_author = data.get(f"{name}-person") and data.get(f"{name}-role") == "author"
        count += bool(is_author and f"{name}-DELETE" not in data)
    return count

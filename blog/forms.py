from django import forms

from content.editing.forms import EntryForm
from content.forms.public import PublicForm, ReaderEmailField, ReaderNameField


class CommentForm(PublicForm):
    name = ReaderNameField(max_length=200, help_text="Shown above your comment.")
    email = ReaderEmailField(
        help_text="Never published. An editor may email you about your comment."
    )
    text = forms.CharField(
        label="Your comment",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="An editor reads every comment before it appears.",
        error_messages={"required": "Enter your comment."},
    )


class PostForm(EntryForm):
    """The admin's form for posts. The place in a series is set by a service, not by this form."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Part numbers can change while a form is open, so compare with what the form showed.
        for name in ("series", "part_number"):
            if name in self.fields:
                self.fields[name].show_hidden_initial = True

    def clean(self) -> dict:
        cleaned = super().clean()
        # Not set on the instance: the service assigns numbers, under its lock.
        self.wanted_series = cleaned.pop("series", None)
        self.wanted_part = cleaned.pop("part_number", None)
        self.set_by_services["series"] = self.wanted_series
        if self.wanted_part is not None and self.wanted_series is None:
            self.add_error("part_number", "A part needs a series. Choose one, or leave this empty.")
        if self.wanted_part == 0:
            self.add_error("part_number", "Part numbers start at 1.")
        return cleaned

    def merge_in(self) -> None:
        super().merge_in()
        mine, theirs = self.merge.mine, self.merge.theirs
        # A part number belongs to its series, so it must come from the same editor as the series.
        if "series" in mine and mine["series"] != theirs["series"]:
            chosen = mine if self.read("series") == mine["series"] else theirs
            self.write("part_number", chosen["part_number"])

    @property
    def place_changed(self) -> bool:
        return bool({"series", "part_number"} & set(self.changed_data))

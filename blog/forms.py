from django import forms

from content.editing.forms import EntryForm
from content.form_fields import LinesFormField
from content.forms.public import PublicForm, ReaderEmailField, ReaderNameField
from content.forms.timed import TimedForm

ALLOWED = (
    "Leave an empty line between paragraphs. You can use Markdown: *emphasis*, **strong**, "
    "[links](https://example.org/), > quotes, - lists, and `code`."
)


def comment_field() -> LinesFormField:
    return LinesFormField(
        label="Your comment",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=ALLOWED,
        error_messages={"required": "Enter your comment."},
    )


def emails_field() -> forms.BooleanField:
    return forms.BooleanField(
        label="Email me about replies",
        required=False,
        help_text="About others in the same thread. Each email has a link that turns them off.",
    )


class CommentForm(TimedForm):
    name = ReaderNameField(max_length=200, help_text="Shown above your comment.")
    email = ReaderEmailField(
        help_text="Never published, and shared with no one. We email you a link to confirm your "
        "comment, once a month. An editor reads the first one before it appears."
    )
    text = comment_field()
    emails_replies = emails_field()


class OwnCommentForm(PublicForm):
    text = comment_field()
    emails_replies = emails_field()


class ReplyForm(forms.Form):
    """A moderator's reply, in the admin."""

    text = LinesFormField(
        label="Your reply",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField"}),
        help_text=ALLOWED,
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

from django.core.exceptions import ValidationError
from django.db import models

from content.models.fields import LineField, LinesField
from content.us_states import STATES
from events.models.events import Event

ANSWERS_FOR_STATES = [*STATES.values(), "Outside the United States"]
ROLES = [
    "Teacher",
    "School leader",
    "District leader",
    "College or university",
    "Policy",
    "Research",
    "Another organization",
    "Student or family",
    "Other",
]


class Question(models.Model):
    """A question on an event’s registration form."""

    class AnswerType(models.TextChoices):
        TEXT = "text", "Short text"
        LONG_TEXT = "long-text", "Long text"
        CHOICE = "choice", "One choice"
        CHOICES = "choices", "Any number of choices"
        YES_NO = "yes-no", "Yes or no"

    class Preset(models.TextChoices):
        NONE = "", "Custom"
        ROLE = "role", "Role"
        ORGANIZATION = "organization", "School or organization"
        STATE = "state", "State"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    preset = models.CharField(
        "template",
        max_length=15,
        choices=Preset,
        blank=True,
        default="",
        help_text="Fills in the fields you leave empty.",
    )
    label = LineField("question", max_length=300, blank=True)
    help_text = LineField("note", max_length=300, blank=True, help_text="Shown below the question.")
    kind = models.CharField("answer", max_length=10, choices=AnswerType, default=AnswerType.TEXT)
    choices = LinesField(blank=True, help_text="One per line, for questions with choices.")
    is_required = models.BooleanField("required", default=False)
    position = models.PositiveSmallIntegerField(default=0)
    erased_counts = models.JSONField(
        default=dict,
        editable=False,
        help_text="How often each choice was made by people whose details were erased.",
    )

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def key(self) -> str:
        """The key of its answer in a registration’s answers."""
        return str(self.pk)

    @property
    def options(self) -> list[str]:
        """The choices, without duplicates, in their order."""
        if self.kind == self.AnswerType.YES_NO:
            return ["Yes", "No"]
        lines = (" ".join(line.split()) for line in self.choices.splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    @property
    def has_options(self) -> bool:
        return self.kind not in (self.AnswerType.TEXT, self.AnswerType.LONG_TEXT)

    def fill_in_preset(self) -> None:
        template = {
            self.Preset.ROLE: ("What is your role?", self.AnswerType.CHOICE, ROLES),
            self.Preset.ORGANIZATION: ("Your school or organization", self.AnswerType.TEXT, []),
            self.Preset.STATE: (
                "Which state are you in?",
                self.AnswerType.CHOICE,
                ANSWERS_FOR_STATES,
            ),
        }.get(self.preset)
        if template is None:
            return
        label, self.kind, choices = template
        self.label = self.label or label
        self.choices = self.choices or "\n".join(choices)

    def clean(self) -> None:
        super().clean()
        self.fill_in_preset()
        if not self.label.strip():
            raise ValidationError({"label": "Enter a question or choose a template."})
        needs_choices = self.kind in (self.AnswerType.CHOICE, self.AnswerType.CHOICES)
        if needs_choices and len(self.options) < 2:
            raise ValidationError({"choices": "Enter at least two choices, one per line."})

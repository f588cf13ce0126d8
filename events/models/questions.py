from django.core.exceptions import ValidationError
from django.db import models

from events.models.events import Event

STATES = [
    "Alabama", "Alaska", "Arizona", "Arkansas", "California", "Colorado", "Connecticut",
    "Delaware", "District of Columbia", "Florida", "Georgia", "Hawaii", "Idaho", "Illinois",
    "Indiana", "Iowa", "Kansas", "Kentucky", "Louisiana", "Maine", "Maryland", "Massachusetts",
    "Michigan", "Minnesota", "Mississippi", "Missouri", "Montana", "Nebraska", "Nevada",
    "New Hampshire", "New Jersey", "New Mexico", "New York", "North Carolina", "North Dakota",
    "Ohio", "Oklahoma", "Oregon", "Pennsylvania", "Rhode Island", "South Carolina",
    "South Dakota", "Tennessee", "Texas", "Utah", "Vermont", "Virginia", "Washington",
    "West Virginia", "Wisconsin", "Wyoming", "Outside the United States",
]  # fmt: skip
ROLES = [
    "Teacher",
    "School leader",
    "District leader",
    "College or university",
    "Policy",
    "Research",
    "Another organization",
    "Student or family",
    "Something else",
]


class Question(models.Model):
    """Something that an event asks whoever registers."""

    class Kind(models.TextChoices):
        TEXT = "text", "Text"
        CHOICE = "choice", "One of several"
        CHOICES = "choices", "Any of several"
        YES_NO = "yes-no", "Yes or no"

    class Preset(models.TextChoices):
        NONE = "", "As filled in here"
        ROLE = "role", "Role"
        ORGANISATION = "organization", "School or organization"
        STATE = "state", "State"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    preset = models.CharField(
        "ready made",
        max_length=15,
        choices=Preset,
        blank=True,
        default="",
        help_text="Fills in what you leave empty.",
    )
    label = models.CharField("question", max_length=300, blank=True)
    help_text = models.CharField(
        "note", max_length=300, blank=True, help_text="A word under the question."
    )
    kind = models.CharField("answer", max_length=10, choices=Kind, default=Kind.TEXT)
    choices = models.TextField(blank=True, help_text="One in each line, if there is a choice.")
    is_required = models.BooleanField("required", default=False)
    position = models.PositiveSmallIntegerField(default=0)
    erased_counts = models.JSONField(
        default=dict,
        editable=False,
        help_text="How often each choice was made by those whose details are deleted.",
    )

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def key(self) -> str:
        """What its answer is called among the answers of a registration."""
        return str(self.pk)

    @property
    def options(self) -> list[str]:
        """What can be chosen; each once, as they stand."""
        if self.kind == self.Kind.YES_NO:
            return ["Yes", "No"]
        lines = (" ".join(line.split()) for line in self.choices.splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    @property
    def has_options(self) -> bool:
        return self.kind != self.Kind.TEXT

    def fill_in_preset(self) -> None:
        ready = {
            self.Preset.ROLE: ("What is your role?", self.Kind.CHOICE, ROLES),
            self.Preset.ORGANISATION: ("Your school or organization", self.Kind.TEXT, []),
            self.Preset.STATE: ("Which state are you in?", self.Kind.CHOICE, STATES),
        }.get(self.preset)
        if ready is None:
            return
        label, self.kind, choices = ready
        self.label = self.label or label
        self.choices = self.choices or "\n".join(choices)

    def clean(self) -> None:
        super().clean()
        self.fill_in_preset()
        if not self.label.strip():
            raise ValidationError({"label": "Write the question, or choose a ready-made one."})
        needs_choices = self.kind in (self.Kind.CHOICE, self.Kind.CHOICES)
        if needs_choices and len(self.options) < 2:
            raise ValidationError({"choices": "Name at least two choices, one in each line."})

from django.db import models

from content.models.entries import Entry
from content.models.vocabulary import Role


class Contribution(models.Model):
    """A person's role in an entry, with their position among its people."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="contributions")
    person = models.ForeignKey(
        "content.Person", on_delete=models.PROTECT, related_name="contributions"
    )
    role = models.CharField(max_length=20, choices=Role, default=Role.AUTHOR)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["person", "role", "entry"], name="contribution_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "person", "role"],
                name="contribution_once_per_role",
                violation_error_message="This person is already named in this role.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display().lower()})"

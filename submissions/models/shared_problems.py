from django.db import models
from django.utils import timezone

from content.models import Reader
from submissions.models.submissions import Submission


class SharedProblem(models.Model):
    """A reader's “This is ours, too” about a published problem. Counted once it is confirmed.

    The count stays when a reader is erased.
    """

    problem = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="shared_by")
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="shared_problems")
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["problem", "reader"], name="shared_problem_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reader} on “{self.problem}”"

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from content.models.fields import LineField

OUR_OR_WEB_ADDRESS = re.compile(r"/(?!/)|https?://[^/]")


def same_page(path: str) -> list[str]:
    """Return a path with and without its final slash, which lead to the same page."""
    bare = path.rstrip("/")
    return [path, bare, f"{bare}/"]


class RedirectQuerySet(models.QuerySet):
    def target_of(self, path: str) -> str | None:
        """Return where an old path leads now, or None. Ignores the final slash.

        Doesn't reveal entries that aren't public.
        """
        if "\0" in path:
            # PostgreSQL cannot store such text, and refuses to search for it.
            return None
        redirect = (
            self.filter(old_path__in=same_page(path))
            .select_related("entry")
            .order_by("old_path")
            .first()
        )
        if redirect is None:
            return None
        if redirect.entry is None:
            return redirect.new_path
        return redirect.entry.get_absolute_url() if redirect.entry.is_public else None

    def save_flat(self, redirect: "Redirect") -> None:
        """Save a redirect so that it neither starts nor continues a chain."""
        onward = redirect.find_onward()
        if onward:
            redirect.new_path, redirect.entry = onward.new_path, onward.entry
        redirect.save()
        self.filter(new_path__in=same_page(redirect.old_path)).update(
            new_path=redirect.new_path, entry=redirect.entry
        )

    def moved(self, *, old_path: str | None, new_path: str) -> None:
        """Record that a page moved. Flattens chains. Moving back removes the redirect."""
        if old_path is None or old_path == new_path:
            return
        self.filter(old_path=new_path, new_path=old_path).delete()
        self.filter(new_path=old_path).update(new_path=new_path)
        self.update_or_create(old_path=old_path, defaults={"new_path": new_path, "entry": None})

    def entry_moved(self, *, entry, old_path: str | None) -> None:
        """Record that an entry moved. The redirect points at the entry, so chains can't form."""
        new_path = entry.get_absolute_url()
        if old_path is None or old_path == new_path:
            return
        self.filter(new_path=old_path).update(new_path="", entry=entry)
        self.update_or_create(old_path=old_path, defaults={"new_path": "", "entry": entry})


class Redirect(models.Model):
    """A former address of this site or its predecessor, answered with one 301."""

    old_path = LineField(
        "old address",
        max_length=700,
        unique=True,
        help_text="The old address, starting with the first slash: /analysis/what-is-mastery/.",
    )
    entry = models.ForeignKey(
        "content.Entry",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="redirects",
        help_text="The entry to redirect to, even if it moves again.",
    )
    new_path = LineField(
        "new address",
        max_length=700,
        blank=True,
        help_text="Only if the target isn’t an entry.",
    )
    created_at = models.DateTimeField("created", default=timezone.now, editable=False)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        ordering = ["old_path"]
        indexes = [models.Index(fields=["new_path"], name="redirect_new_path")]
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, new_path="")
                | (Q(entry__isnull=True) & ~Q(new_path="")),
                name="redirect_has_one_target",
                violation_error_message="Choose either an entry or an address, not both.",
            ),
            models.CheckConstraint(
                condition=Q(old_path__startswith="/"),
                name="redirect_old_path_is_a_path",
                violation_error_message="An old address must start with a slash.",
            ),
            models.CheckConstraint(
                condition=~Q(old_path=models.F("new_path")),
                name="redirect_leads_elsewhere",
                violation_error_message="This address would redirect to itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.old_path

    def clean(self) -> None:
        super().clean()
        if not self.new_path:
            return
        if not OUR_OR_WEB_ADDRESS.match(self.new_path):
            raise ValidationError(
                {"new_path": "Enter a path that starts with one slash, or a web address."}
            )
        if self.old_path in same_page(self.new_path):
            raise ValidationError({"new_path": "This address would redirect to itself."})
        onward = self.find_onward()
        if onward and onward.new_path and self.old_path in same_page(onward.new_path):
            raise ValidationError(
                {
                    "new_path": f"{self.new_path} already redirects to {self.old_path}. "
                    "That would be a loop."
                }
            )

    def find_onward(self) -> "Redirect | None":
        """Return the redirect at this one's target, if any."""
        there = Redirect.objects.filter(old_path__in=same_page(self.new_path))
        return there.exclude(pk=self.pk).first() if self.new_path else None

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

OUR_OR_WEB_ADDRESS = re.compile(r"/(?!/)|https?://[^/]")


def same_page(path: str) -> list[str]:
    """Return a path with and without its final slash: the two lead to the same page."""
    bare = path.rstrip("/")
    return [path, bare, f"{bare}/"]


class RedirectQuerySet(models.QuerySet):
    def target_of(self, path: str) -> str | None:
        """Return where an old path leads today, or None. Paths match with or without final slash.

        An entry that is not public is not given away by its old address.
        """
        if "\0" in path:
            # PostgreSQL has no such text, and does not let itself be asked for it.
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

    def moved(self, *, old_path: str | None, new_path: str) -> None:
        """Note that a page moved. Chains are flattened, and moving back removes the redirect."""
        if old_path is None or old_path == new_path:
            return
        self.filter(old_path=new_path).delete()
        self.filter(new_path=old_path).update(new_path=new_path)
        self.update_or_create(old_path=old_path, defaults={"new_path": new_path, "entry": None})

    def entry_moved(self, *, entry, old_path: str | None) -> None:
        """The same for an entry: its redirects point at the entry, so that no chain can form."""
        new_path = entry.get_absolute_url()
        if old_path is None or old_path == new_path:
            return
        self.filter(new_path=old_path).update(new_path="", entry=entry)
        self.update_or_create(old_path=old_path, defaults={"new_path": "", "entry": entry})


class Redirect(models.Model):
    """An address that this site, or the one before it, once had; answered by one 301."""

    old_path = models.CharField(
        max_length=700,
        unique=True,
        help_text="The old address from its first slash on, such as /analysis/what-is-mastery/.",
    )
    entry = models.ForeignKey(
        "content.Entry",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="redirects",
        help_text="What it leads to now, wherever that moves.",
    )
    new_path = models.CharField(
        max_length=700, blank=True, help_text="Or an address, where it does not lead to an entry."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        ordering = ["old_path"]
        indexes = [models.Index(fields=["new_path"], name="redirect_new_path")]
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, new_path="")
                | (Q(entry__isnull=True) & ~Q(new_path="")),
                name="redirect_has_one_target",
                violation_error_message="Choose an entry or give an address, one of the two.",
            ),
            models.CheckConstraint(
                condition=Q(old_path__startswith="/"),
                name="redirect_old_path_is_a_path",
                violation_error_message="An old address begins with a slash.",
            ),
            models.CheckConstraint(
                condition=~Q(old_path=models.F("new_path")),
                name="redirect_leads_elsewhere",
                violation_error_message="This address would lead to itself.",
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
                {"new_path": "Give a path that begins with one slash, or an http(s) address."}
            )
        if self.old_path in same_page(self.new_path):
            raise ValidationError({"new_path": "This address would lead to itself."})
        onward = self.find_onward()
        if onward and onward.new_path and self.old_path in same_page(onward.new_path):
            raise ValidationError(
                {"new_path": f"{self.new_path} already leads to {self.old_path}: a loop."}
            )

    def find_onward(self) -> "Redirect | None":
        """Return the redirect that stands where this one leads, if any."""
        there = Redirect.objects.filter(old_path__in=same_page(self.new_path))
        return there.exclude(pk=self.pk).first() if self.new_path else None

    def save(self, *args, **kwargs) -> None:
        onward = self.find_onward()
        if onward:
            # Point where that one leads, so that no chain is stored.
            self.new_path, self.entry = onward.new_path, onward.entry
        super().save(*args, **kwargs)
        Redirect.objects.filter(new_path__in=same_page(self.old_path)).update(
            new_path=self.new_path, entry=self.entry
        )

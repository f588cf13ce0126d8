from django.db import models

from content.models.redirects import Redirect
from content.paths import detail_path


class Addressed(models.Model):
    """A thing with a slug and a page: when the slug changes, the old address redirects."""

    url_name: str
    _stored_slug: str | None = None

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values, **kwargs):
        instance = super().from_db(db, field_names, values, **kwargs)
        instance._stored_slug = instance.__dict__.get("slug")
        return instance

    def get_absolute_url(self) -> str:
        return detail_path(self.url_name, self.slug)

    def save(self, *args, **kwargs) -> None:
        super().save(*args, **kwargs)
        self.keep_old_address()
        self._stored_slug = self.slug

    def keep_old_address(self) -> None:
        Redirect.objects.moved(old_path=self.stored_path(), new_path=self.get_absolute_url())

    def stored_path(self) -> str | None:
        """Return the address as the database had it, or None for what is new."""
        return self._stored_slug and detail_path(self.url_name, self._stored_slug)

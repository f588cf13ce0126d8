from django.db import models

from content.models.redirects import Redirect


class Addressed(models.Model):
    """A thing with a slug and a page: when the slug changes, the old address redirects."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values, **kwargs):
        instance = super().from_db(db, field_names, values, **kwargs)
        if "slug" in instance.__dict__:
            instance._stored_path = instance.get_absolute_url()
        return instance

    def save(self, *args, **kwargs) -> None:
        super().save(*args, **kwargs)
        self.keep_old_address()

    def keep_old_address(self) -> None:
        path = self.get_absolute_url()
        Redirect.objects.moved(old_path=getattr(self, "_stored_path", None), new_path=path)
        self._stored_path = path

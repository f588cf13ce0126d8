from django.db import models

from content.paths import detail_path


class Addressed(models.Model):
    """Something with a slug and a page. Services that save it leave redirects."""

    url_name: str

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return detail_path(self.url_name, self.slug)

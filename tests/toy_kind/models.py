from django.db import models

from content.models import Entry


class Toy(Entry):
    """The smallest kind of entry. Nothing outside this folder knows about it."""

    material = models.CharField(max_length=100, blank=True)

"""The jobs of this app, for the queue's worker to find."""

from content.services.renditions import make_renditions

__all__ = ["make_renditions"]

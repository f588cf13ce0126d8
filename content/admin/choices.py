from django.forms import Media

from content.forms.widgets import Module


class ShowsPictures:
    """For forms where an image is chosen: the choices show it."""

    @property
    def media(self) -> Media:
        return super().media + Media(js=[Module("pictures.js")])

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.urls import reverse

from content.models import Image


class PictureWidget(RelatedFieldWidgetWrapper):
    """The choice of an image, with a link that crops the one that is chosen."""

    template_name = "admin/widgets/picture.html"

    def __init__(self, wrapper: RelatedFieldWidgetWrapper, *, label: str) -> None:
        super().__init__(
            wrapper.widget,
            wrapper.rel,
            wrapper.admin_site,
            can_add_related=wrapper.can_add_related,
        )
        self.label = label

    def get_context(self, name, value, attrs) -> dict:
        # Django's script puts the chosen number into the address.
        crop = f"{reverse('admin:content_image_changelist')}__fk__/crop/"
        return super().get_context(name, value, attrs) | {
            "crop_template_url": crop,
            "label": self.label,
        }


def without_related_actions(field):
    """Next to a choice, offer to add one, and to crop a picture, but not to change, delete, or
    view others.
    """
    if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_change_related = False
        field.widget.can_delete_related = False
        field.widget.can_view_related = False
        if field.widget.rel.model is Image:
            field.widget = PictureWidget(field.widget, label=str(field.label).lower())
    return field

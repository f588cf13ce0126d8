from django.contrib.admin.widgets import RelatedFieldWidgetWrapper


def without_related_actions(field):
    """Next to a choice, offer to add one, but not to change, delete, or view others."""
    if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_change_related = False
        field.widget.can_delete_related = False
        field.widget.can_view_related = False
    return field

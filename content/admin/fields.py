from django.contrib.admin.widgets import RelatedFieldWidgetWrapper


def without_side_doors(field):
    """Beside a choice, offer to add one; changing and deleting others is for their own pages."""
    if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_change_related = False
        field.widget.can_delete_related = False
        field.widget.can_view_related = False
    return field

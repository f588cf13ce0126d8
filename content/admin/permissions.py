from content.editing.saving import may_publish
from content.models import Entry, Status, User


def may_change(user: User, entry: Entry) -> bool:
    """Editors change everything; a writer what they began, until it is published."""
    if may_publish(user):
        return True
    return entry.pk is None or (entry.created_by_id == user.pk and entry.status != Status.PUBLISHED)

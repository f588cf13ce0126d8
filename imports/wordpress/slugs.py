"""Find what a slug of the old site names here."""

from content.models import Person, Place, Redirect, Topic


def find_by_slug[Named: (Person, Place, Topic)](model: type[Named], slug: str) -> Named | None:
    """Find the row that has this slug, or had it before it changed."""
    found = model.objects.filter(slug=slug).first()
    if found:
        return found
    old_path = model(slug=slug).get_absolute_url()
    moved = Redirect.objects.filter(old_path=old_path).values_list("new_path", flat=True).first()
    if not moved:
        return None
    return next((row for row in model.objects.all() if row.get_absolute_url() == moved), None)

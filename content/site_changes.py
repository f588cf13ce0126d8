"""Changes the site settings, and keeps what they were before."""

from itertools import pairwise

from django.conf import settings
from django.db import transaction
from django.db.models import Field, ForeignKey

from content.activity import record
from content.models import Activity, SiteChange, SiteSettings, User
from content.models.site_settings import SITE_TEXTS, entered_fields
from content.rendering import save_site_settings

MAX_LISTED = 20


@transaction.atomic
def change_site_settings(*, site: SiteSettings, by: User) -> SiteSettings:
    before = SiteSettings.objects.select_for_update().first() or SiteSettings()
    if not SiteChange.objects.exists():
        # Otherwise, the first change could not be undone.
        SiteChange.objects.create(values=before.values)
    save_site_settings(site=site)
    if site.values != before.values:
        SiteChange.objects.create(values=site.values, changed_by=by)
        what = f"Changed: {', '.join(changed_labels(before.values, site.values))}"
        record(Activity.Matter.SETTINGS, what, by=by, about=site)
    return site


@transaction.atomic
def restore_site_settings(*, change: SiteChange, by: User) -> SiteSettings:
    """Set everything to what it was after a change, except what has been deleted since."""
    site = SiteSettings.objects.select_for_update().first() or SiteSettings()
    site.fill_in(change.values)
    for field in entered_fields():
        if isinstance(field, ForeignKey):
            found = field.related_model._default_manager.filter(pk=getattr(site, field.attname))
            setattr(site, field.attname, found.values_list("pk", flat=True).first())
    return change_site_settings(site=site, by=by)


def list_changes() -> list[tuple[SiteChange, list[str]]]:
    """Return the latest changes, newest first, with the labels of what each changed.

    The oldest one of all is what the settings were at first, and changed nothing.
    """
    changes = list(SiteChange.objects.select_related("changed_by")[: MAX_LISTED + 1])
    listed = [
        (change, changed_labels(earlier.values, change.values))
        for change, earlier in pairwise(changes)
    ]
    if 0 < len(changes) <= MAX_LISTED:
        listed.append((changes[-1], []))
    return listed


def find_former_name(site: SiteSettings) -> tuple[str, list[Field]]:
    """Return what the site was called before the latest change, and the texts that still say so."""
    changes = SiteChange.objects.all()[:2]
    names = [change.values["name"] or settings.SITE_NAME for change in changes]
    if len(set(names)) < 2:
        return "", []
    fields = [site._meta.get_field(name) for name in ("tagline", *SITE_TEXTS)]
    return names[1], [field for field in fields if names[1] in getattr(site, field.name)]


def changed_labels(before: dict, after: dict) -> list[str]:
    return [
        str(field.verbose_name)
        for field in entered_fields()
        if before.get(field.attname) != after.get(field.attname)
    ]

from django.db.models import Max

from events.models import ConsentText


def save_consent_text(consent: ConsentText) -> None:
    """Save a new text as the version that people agree to from now on."""
    newest = ConsentText.objects.aggregate(newest=Max("version"))["newest"] or 0
    consent.version = newest + 1
    consent.save()

"""What imports store about an email address."""

from content.readers import Belonging
from imports.models import ImportedConsent


def export_consents(email: str) -> list[dict]:
    rows = ImportedConsent.objects.filter(registration__email=email).order_by("pk")
    values = rows.values("registration__event__title", "source", "created_at")
    return [dict(row) for row in values]


CONSENTS = Belonging(
    title="Consent given elsewhere",
    export=export_consents,
    erase=lambda email: None,
    stays="Where someone agreed stays with the registration, which no longer says who that is.",
)

from django.conf import settings
from django.http import HttpRequest


def network_address(request: HttpRequest) -> str:
    """Return the address that the request came from, as the site's own proxy saw it if any."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META["REMOTE_ADDR"]

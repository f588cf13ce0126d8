import os

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from cworks.views.machine import PLAIN


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Show Prometheus what it asks for, with the token: Authorization: Bearer …"""
    if not settings.METRICS_TOKEN:
        return HttpResponse("METRICS_TOKEN isn’t set\n", content_type=PLAIN, status=404)
    expected = f"Bearer {settings.METRICS_TOKEN}"
    if not constant_time_compare(request.headers.get("Authorization", ""), expected):
        response = HttpResponse("the token is missing or wrong\n", content_type=PLAIN, status=401)
        response["WWW-Authenticate"] = "Bearer"
        return response
    from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    from cworks.metrics.state import SiteState

    registry = CollectorRegistry()
    registry.register(SiteState())
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        # What all web processes have counted.
        MultiProcessCollector(registry)
        counted = b""
    else:
        counted = generate_latest(REGISTRY)
    return HttpResponse(counted + generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

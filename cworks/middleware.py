from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from cworks.views import machine

PROBES = {"/healthz": never_cache(machine.healthz), "/readyz": never_cache(machine.readyz)}


def answer_probes(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Answer health checks before the host and HTTPS checks run.

    Health checks reach a machine by its IP address over plain HTTP, without the proxy.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return PROBES.get(request.path_info, get_response)(request)

    return middleware

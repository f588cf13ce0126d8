from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from cworks.views import machine

PROBES = {"/healthz": never_cache(machine.healthz), "/readyz": never_cache(machine.readyz)}


def answer_probes(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Answer those who ask how the process is, before anything looks at the host or at https.

    They ask one machine by its IP address and over plain http, past the proxy.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return PROBES.get(request.path_info, get_response)(request)

    return middleware

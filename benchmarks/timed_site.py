"""The site, which says in a header when Django rendered each page: before the request, if kept."""

import time
from collections.abc import Callable, Iterable

from cworks.wsgi import application

render = application.application


def render_with_time(environ: dict, start_response: Callable) -> Iterable[bytes]:
    def start(status: str, headers: list[tuple[str, str]], exc_info=None) -> Callable:
        return start_response(status, [*headers, ("Rendered-At", f"{time.time():.6f}")])

    return render(environ, start)


application.application = render_with_time

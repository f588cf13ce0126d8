"""How gunicorn serves the site, in the demonstration as in production. See docs/operations.md."""

import logging
import os
from pathlib import Path

wsgi_app = "cworks.wsgi"
bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"

# Rendering a page is work for the processor, and the threads of a process take turns at it, so that
# more threads serve no more pages. A thread class all the same, because it is not stopped in the
# middle of a long download.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or (os.cpu_count() or 1) + 1)
threads = int(os.environ.get("WEB_THREADS") or 1)

# A worker is replaced now and then, so that a slow leak never becomes an outage.
max_requests = 10_000
max_requests_jitter = 1_000
timeout = 30
graceful_timeout = 20
keepalive = 5

loglevel = (os.environ.get("LOG_LEVEL") or "warning").lower()
# The heartbeat files must not be on a disk that can stall.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
# Nobody uses it here, and its default place is shared by every gunicorn of the user.
control_socket_disable = True


def post_worker_init(worker) -> None:
    """Keep the secrets of addresses out of gunicorn's own log, as Django's settings do for ours."""
    from content.log_filters import WithoutSecrets

    for name in ("gunicorn.error", "gunicorn.access"):
        logging.getLogger(name).addFilter(WithoutSecrets())

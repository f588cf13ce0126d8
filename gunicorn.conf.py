"""gunicorn's settings, for the demo and for production. See docs/operations.md."""

import atexit
import gc
import logging
import os
import shutil
import tempfile
from pathlib import Path

# Nothing that loads the application becomes garbage, so don't look for any until it has started.
gc.disable()

wsgi_app = "cworks.wsgi"
bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"

# Threads wait for the database and for uploads, but not for slow clients: see
# docs/decisions/slow-clients.md. POOL has to allow each thread a connection to the database.
worker_class = "cworks.web_worker.PatientWorker"
# The application is loaded once, and the processes share its memory.
preload_app = True
workers = int(os.environ.get("WEB_CONCURRENCY") or (os.cpu_count() or 1) + 1)
threads = int(os.environ.get("WEB_THREADS") or 16)
# Each may have a file open, too, and systemd allows a process 1,024 files.
worker_connections = 400

# Workers are replaced now and then, so a slow leak never becomes an outage. Most of these requests
# are for pages in memory, which a new worker doesn't have yet.
max_requests = 200_000
max_requests_jitter = 20_000
timeout = 30
graceful_timeout = 20
keepalive = 5

# gunicorn believes some headers from its own machine, where a proxy may pass on what a client sent:
# SCRIPT_NAME moves the site below another path, past the proxy's rules for paths. Believe none:
# BEHIND_PROXY says which headers the site itself reads.
forwarded_allow_ips = ""
forwarder_headers = ""
secure_scheme_headers = {}

loglevel = (os.environ.get("LOG_LEVEL") or "warning").lower()
if os.environ.get("LOG_FORMAT") == "json":
    # Its own lines, too: when it starts, and when a process is replaced or hangs.
    logconfig_dict = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "content.log_filters.JsonLines"}},
        "filters": {"without_secrets": {"()": "content.log_filters.WithoutSecrets"}},
        "handlers": {
            "json": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "filters": ["without_secrets"],
            }
        },
        "root": {"handlers": []},
        "loggers": {
            "gunicorn.error": {
                "level": loglevel.upper(),
                "handlers": ["json"],
                "propagate": False,
            }
        },
    }
# Heartbeat files must not be on a disk that can stall.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (its own file in it)
# Unused here, and its default path is shared by all of a user's gunicorns.
control_socket_disable = True

if os.environ.get("METRICS_TOKEN"):
    # Where the processes keep what they count, until the web server ends.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(dir=worker_tmp_dir, prefix="cworks-")
    atexit.register(shutil.rmtree, os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


def when_ready(server) -> None:
    """Keep the garbage collector from looking through the application, and copying its memory."""
    gc.collect()
    gc.freeze()
    gc.enable()


def post_worker_init(worker) -> None:
    """Start to listen for changes, and keep tokens out of gunicorn's log, as out of the site's."""
    from content.log_filters import WithoutSecrets

    # Benchmarks and tests run other applications, which may not even have Django's settings.
    if hasattr(worker.wsgi, "start"):
        worker.wsgi.start()
    for name in ("gunicorn.error", "gunicorn.access"):
        logging.getLogger(name).addFilter(WithoutSecrets())


def child_exit(server, worker) -> None:
    """Forget the connections of a process that has ended, or crashed."""
    worker.share.leave()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)

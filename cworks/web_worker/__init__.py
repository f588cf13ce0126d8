"""The processes that gunicorn runs. See docs/decisions/slow-clients.md."""

from cworks.web_worker.worker import PatientWorker

__all__ = ["PatientWorker"]

"""A worker in a process of its own, which a test can kill."""

import os
import subprocess
import sys
from urllib.parse import urlencode

from django.db import connection

from cworks.environment import BASE_DIR


def start_worker(mail_server) -> subprocess.Popen:
    """Start one that does the queued jobs of the test's database, and then ends."""
    port = mail_server.mailers["default"]["OPTIONS"]["port"]
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "MAIL_URL": f"smtp://127.0.0.1:{port}?starttls=no",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot"]
    return subprocess.Popen(command, cwd=BASE_DIR, env=environment)


def database_url() -> str:
    connection.ensure_connection()
    settings = connection.settings_dict
    query = urlencode({"host": connection.connection.info.host})
    return f"postgresql://{connection.connection.info.user}@/{settings['NAME']}?{query}"

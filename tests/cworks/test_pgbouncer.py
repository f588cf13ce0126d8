"""The whole site through the real PgBouncer, whose sessions change with every transaction."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from content.models import Entry
from cworks.environment import BASE_DIR
from events.models import Registration
from tests.factories import EventFactory, PostFactory
from tests.support.pgbouncers import find_pgbouncer, keeps_statements, run_pgbouncer
from tests.support.site_servers import get_test_database_url, run_site, wait_until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        find_pgbouncer() is None, reason="PgBouncer isn’t installed; .ci/run installs it"
    ),
]

SESSIONS = 3
# More threads than sessions: what belongs to a session is soon another thread's.
PROGRAM = """
from concurrent.futures import ThreadPoolExecutor
from django.db import connection
from content.models import Entry
from events.models import Event
from events.services.registrations import register
from imports.exceptions import ImportRunning
from imports.running import is_import_running, lock_imports

def work(number):
    event = Event.objects.get()
    for count in range(5):
        register(event=event, email=f"{number}-{count}@example.org", name="Someone")
        assert len([entry.pk for entry in Entry.objects.iterator(chunk_size=2)]) == 6
    try:
        with lock_imports():
            return "two imports at once"
    except ImportRunning:
        return "refused"
    finally:
        connection.close()

with lock_imports(), ThreadPoolExecutor(8) as threads:
    print(set(threads.map(work, range(8))), is_import_running())
print(is_import_running())
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*) > 0 FROM pg_prepared_statements")
    print(cursor.fetchone()[0])
"""


def is_listening(program: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
            " AND (query LIKE %s OR application_name = %s)",
            ["LISTEN%", program],
        )
        return cursor.fetchone() is not None


@pytest.mark.parametrize("prepared", [False, True], ids=["unprepared", "prepared"])
def test_site_worker_and_imports_work_in_transaction_mode(mail_server, prepared):
    if prepared and not keeps_statements():
        pytest.skip("PgBouncer keeps prepared statements from version 1.21")
    PostFactory.create_batch(4)
    post = PostFactory(title="Before")
    EventFactory(capacity=1000)
    direct = get_test_database_url()
    connection.close()
    connection.close_pool()
    port = mail_server.mailers["default"]["OPTIONS"]["port"]
    with run_pgbouncer(pool=SESSIONS, statements=100 if prepared else 0) as pooled:
        name = direct.rpartition("/")[2]
        environment = {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"postgresql://any@127.0.0.1:{pooled}/{name}",
            "DIRECT_DATABASE_URL": direct,
            "PREPARED_STATEMENTS": "yes" if prepared else "no",
            "MAIL_URL": f"smtp://127.0.0.1:{port}?starttls=no",
        }
        manage = [sys.executable, "manage.py"]
        options = {"cwd": BASE_DIR, "env": {**os.environ, **environment}}
        with run_site(WEB_CONCURRENCY="1", **environment) as site:
            wait_until(lambda: is_listening("page cache"))
            before = site.get(post.get_absolute_url())[1]
            Entry.objects.filter(pk=post.pk).update(title="After")
            wait_until(lambda: "<title>After" in site.get(post.get_absolute_url())[1])
            printed = subprocess.run(
                [*manage, "shell", "--no-imports", "-c", PROGRAM],
                capture_output=True,
                text=True,
                **options,
            )
        worker = subprocess.Popen([*manage, "procrastinate", "worker"], **options)
        try:
            wait_until(lambda: is_listening("no other"))
            wait_until(lambda: len(mail_server.taken) == 40)
        finally:
            worker.kill()
            worker.wait()

    assert "<title>Before" in before
    assert (printed.stdout, printed.stderr) == (f"{{'refused'}} True\nFalse\n{prepared}\n", "")
    assert Registration.objects.count() == 40

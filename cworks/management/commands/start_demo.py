import errno
import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection

from cworks import embedded_postgres, supervision


class Command(BaseCommand):
    help = "Prepare the site with demo content, and run it until you press Ctrl-C."
    requires_system_checks = ()  # They need the database, which this command tests first.

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--without-content", action="store_true", help="Leave the content as it is."
        )

    def handle(self, *, without_content: bool, **options) -> None:
        if settings.IN_PRODUCTION:
            sys.exit("The demo has accounts with known passwords. Unset CWORKS_ENV first.")
        # Flush immediately, even if the output is a file.
        sys.stdout.reconfigure(line_buffering=True)
        host = os.environ.get("HOST") or "127.0.0.1"
        port = os.environ.get("PORT") or "8000"
        refuse_unless_free(host, port)
        with supervision.stop_signals_as_interrupts():
            try:
                self.prepare(with_content=not without_content)
                ended = self.serve(f"http://{host}:{port}/")
            except KeyboardInterrupt:
                ended = None
            except embedded_postgres.EmbeddedPostgresError as error:
                sys.exit(str(error))
            except OperationalError as error:
                reason = str(error).splitlines()[0]
                sys.exit(f"Can’t connect to the database. Check DATABASE_URL: {reason}")
            finally:
                embedded_postgres.release(settings.DATA_DIR)
        if ended:
            sys.exit(f"{ended} stopped unexpectedly, so the rest was stopped, too. See above.")
        self.stdout.write("Stopped.")

    def prepare(self, *, with_content: bool) -> None:
        self.stdout.write("Preparing the database and the static files.")
        # Bypass the pool, which would retry for a while and hide the reason.
        with connection.wrap_database_errors:
            connection.Database.connect(**connection.get_connection_params()).close()
        try:
            self.check()
            call_command("migrate", verbosity=0)
            call_command("collectstatic", verbosity=0, interactive=False)
            if with_content:
                call_command("demo", stdout=self.stdout)
        finally:
            connection.close()
            connection.close_pool()

    def serve(self, address: str) -> str:
        threading.Thread(target=self.announce, args=(address,), daemon=True).start()
        return supervision.run_together(
            {
                "The web server": [sys.executable, "-m", "gunicorn"],
                "The queue's worker": [sys.executable, "manage.py", "procrastinate", "worker"],
            },
            environment={
                "SITE_URL": address.rstrip("/"),
                **os.environ,
                "PYTHONUNBUFFERED": "1",
            },
        )

    def announce(self, address: str) -> None:
        # gunicorn opens the port before its workers are ready, so wait for a response.
        while True:
            try:
                urllib.request.urlopen(f"{address}healthz", timeout=10).close()  # noqa: S310 (our own)
            except urllib.error.HTTPError:
                pass
            except OSError:
                time.sleep(0.05)
                continue
            self.stdout.write(self.style.SUCCESS(f"\nReady on {address}  (Ctrl-C stops it)"))
            return


def refuse_unless_free(host: str, port: str) -> None:
    try:
        with socket.create_server((host, int(port))):
            pass
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sys.exit(
                f"Port {port} is in use: stop the program that uses it (the demo may be running "
                f"already), or choose another, as in “make demo PORT={int(port) + 1}”."
            )
        sys.exit(f"The site cannot be served on {host}, port {port} ({error}): set HOST and PORT.")
    except (ValueError, OverflowError):
        sys.exit(f"PORT is “{port}”: set it to a number from 1024 to 65535.")

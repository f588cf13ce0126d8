import os
import subprocess
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from content.direct_connections import direct_settings


class Command(BaseCommand):
    help = "Save the database to a file, for pg_restore."
    requires_system_checks = ()  # They query the database, and would hide why it can't be saved.

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options) -> None:
        arguments, variables = connection.client.settings_to_cmd_args_env(
            direct_settings(), ["--format=custom"]
        )
        # Next to psql: the embedded server comes with its own, and refuses older ones.
        program = str(Path(arguments[0]).with_name("pg_dump"))
        try:
            # Under another name until it is complete, so that a failure leaves the last one alone.
            with tempfile.NamedTemporaryFile(
                dir=file.absolute().parent, delete=False
            ) as unfinished:
                try:
                    status = subprocess.run(
                        [program, *arguments[1:]],
                        env={**os.environ, **(variables or {})},
                        stdout=unfinished,
                    ).returncode
                    if status:
                        raise CommandError(
                            f"The database was not saved, and {file} is as it was: pg_dump ended "
                            f"with status {status}. It says why above."
                        )
                    os.fsync(unfinished.fileno())
                    Path(unfinished.name).rename(file)
                finally:
                    Path(unfinished.name).unlink(missing_ok=True)
        except FileNotFoundError as error:
            if error.filename != program:
                raise
            raise CommandError(
                "pg_dump isn’t installed: install PostgreSQL’s client programs, in the server’s "
                "version or a later one."
            ) from error

"""Run a command with DATABASE_URL set to the embedded server, as in

python -m cworks.embedded_postgres sh -c 'pg_dump "$DATABASE_URL"'
"""

import os
import subprocess
import sys
from urllib.parse import quote

from cworks import embedded_postgres, environment

environment_of_command = os.environ.copy()
if not environment.text("DATABASE_URL"):
    socket = embedded_postgres.ensure_running(environment.data_directory())
    environment_of_command["DATABASE_URL"] = (
        f"postgresql://{embedded_postgres.USER}@{quote(str(socket), safe='')}"
        f"/{embedded_postgres.DATABASE}"
    )
    # Before the system's: an older pg_dump refuses a newer server.
    path = environment_of_command.get("PATH", os.defpath)
    environment_of_command["PATH"] = f"{embedded_postgres.get_binaries()}{os.pathsep}{path}"

sys.exit(subprocess.run(sys.argv[1:], env=environment_of_command).returncode)

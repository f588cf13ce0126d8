"""How commands end."""

import subprocess
import sys

from cworks.environment import BASE_DIR
from tests.support.demo_programs import environment_of


def test_command_that_used_the_database_ends_without_warnings(used_directory):
    counting = "from content.models import User; print(User.objects.count())"

    command = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", counting],
        cwd=BASE_DIR,
        env=environment_of(used_directory),
        capture_output=True,
        text=True,
    )

    assert (command.stdout, command.stderr) == ("0\n", "")

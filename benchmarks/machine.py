"""What the benchmarks run on: figures from two machines can't be compared."""

import os
import platform
import re
from pathlib import Path

from django.db import connection


def report_machine() -> None:
    described = Path("/proc/cpuinfo").read_text()
    processor = re.search(r"^model name\s*:\s*(.+)$", described, re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (postgres,) = cursor.fetchone()
    print(
        f"{os.cpu_count()} × {processor[1] if processor else platform.machine()}, "
        f"{memory:.0f} GiB, {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}, PostgreSQL {postgres}"
    )

"""What the benchmarks run on: figures from two machines can't be compared without their speed."""

import os
import platform
import re
import time
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
        f"Python {platform.python_version()}, PostgreSQL {postgres}; "
        f"adds up ten million squares in {min(seconds_of_sum() for _ in range(3)):.2f} s"
    )


def seconds_of_sum() -> float:
    begin = time.process_time()
    total = 0
    for number in range(10_000_000):
        total += number * number
    return time.process_time() - begin

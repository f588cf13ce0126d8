"""What a web process loads before its first request."""

import subprocess
import sys

from cworks.environment import BASE_DIR

# Few requests need these, and they take a fifth of a second and of the memory.
LOADED_WHEN_NEEDED = [
    "bibtexparser",
    "bs4",
    "cryptography",
    "cworks.accounts.views",
    "fido2",
    "dns",
    "icalendar",
    "imports.proposals",
    "imports.site",
    "imports.spreadsheets",
    "imports.uploads",
    "jwt",
    "openpyxl",
    "prometheus_client",
    "pypdf",
    "qrcode",
    "rapidfuzz",
    "requests",
    "rich",
    "rispy",
    "sentry_sdk",
    "typst",
    "yaml",
]
LIST_LOADED = f"""
import sys
from django.urls import get_resolver
import cworks.wsgi
get_resolver().url_patterns
print(*[name for name in {LOADED_WHEN_NEEDED} if name in sys.modules])
"""


def test_web_process_starts_without_what_few_requests_need():
    printed = subprocess.run(
        [sys.executable, "-c", LIST_LOADED],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    assert printed.stdout.split() == []

"""The page about security names tests: each of them exists."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]


def test_every_test_that_the_security_page_names_exists():
    page = (TESTS.parent / "docs" / "security.md").read_text()
    named = set(re.findall(r"`(test_\w+)`", page))

    sources = "\n".join(path.read_text() for path in TESTS.rglob("test_*.py"))
    existing = set(re.findall(r"^def (test_\w+)\(", sources, re.MULTILINE))

    assert len(named) > 30
    assert named - existing == set()

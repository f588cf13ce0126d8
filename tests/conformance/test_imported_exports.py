"""The table in docs/imported-exports.md says what really becomes of each export."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.support.corpus import case_path, corpus_path
from tests.support.import_table import describe_export

pytestmark = pytest.mark.django_db

ROW = re.compile(r"^\| ([\w.-]+\.xml) \|.*$", re.MULTILINE)
TABLE = (settings.BASE_DIR / "docs" / "imported-exports.md").read_text()
ROWS = {found[1]: found[0] for found in ROW.finditer(TABLE)}
# The last two columns have measured seconds and memory.
MEASURED = re.compile(r" [^|]* \| [^|]* \|$")


@pytest.mark.parametrize("name", ROWS)
def test_row_says_what_becomes_of_export(name):
    assert describe_export(find_export(name), name) == f"{MEASURED.sub('', ROWS[name])}\n"


def test_every_export_has_a_row():
    folders = [case_path("README.md").parent, corpus_path("wxr"), corpus_path("competencyworks")]
    assert sorted(ROWS) == sorted(path.name for folder in folders for path in folder.glob("*.xml"))


def find_export(name: str) -> Path:
    folders = [corpus_path("wxr"), corpus_path("competencyworks")]
    found = [folder / name for folder in folders if (folder / name).exists()]
    return found[0] if found else case_path(name)

"""The table in docs/imported-exports.md says what really becomes of each export."""

import pytest

from content.models import Entry
from imports.wordpress.importer import import_exports
from imports.wordpress.items import LOST
from tests.support.corpus import case_path, corpus_path
from tests.support.import_table import describe_import
from tests.support.imported_exports import ROWS, import_as_documented

pytestmark = pytest.mark.django_db

ORIGINALS = ["archive-2014.wxr.xml", "home-2018-10.wxr.xml"]
MALFORMED = ["malformed-simple.xml", "malformed.xml"]
EXPORTS = [
    "ghost-co-authors-plus.xml",
    "ghost-feature-image-captions.xml",
    "ghost-sample.xml",
    "missing-version-tag.xml",
    "pelican-wordpressexport.xml",
    "slashes.xml",
    "small-export.xml",
    "themeunittestdata.wordpress.xml",
    "valid-wxr-1.0.xml",
    "valid-wxr-1.1.xml",
    "wxr-utf-8-challenges.xml",
]
# Its test says more: tests/conformance/test_wordpress_import.py
REAL_SITE = "cc-labs.xml"
CASES = sorted(ROWS.keys() - {*ORIGINALS, *MALFORMED, *EXPORTS, REAL_SITE})
PATHS = [f"competencyworks/{name}" for name in ORIGINALS] + [f"wxr/{name}" for name in EXPORTS]


@pytest.mark.parametrize("name", PATHS)
def test_export_is_imported_without_loss_as_foreseen_and_documented(name):
    report, _ = import_as_documented(corpus_path(name))

    assert (report.failures, dict(report.remarks).get(LOST)) == ([], None)
    assert all(entry.slug and entry.heading for entry in Entry.objects.all())


@pytest.mark.parametrize("name", [*CASES, *MALFORMED])
def test_row_says_what_becomes_of_small_input(name):
    path = corpus_path(f"wxr/{name}") if name in MALFORMED else case_path(name)

    assert describe_import(import_exports([path]), path) == ROWS[name]


def test_every_export_has_a_row():
    folders = [case_path("README.md").parent, corpus_path("wxr"), corpus_path("competencyworks")]
    assert sorted(ROWS) == sorted(path.name for folder in folders for path in folder.glob("*.xml"))

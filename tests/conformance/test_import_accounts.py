"""Everything in an export is accounted for, and a dry run says exactly what the run will do."""

import pytest

from imports.reports import as_json
from imports.wordpress.importer import import_exports
from tests.support.corpus import corpus_path
from tests.support.import_reports import row_counts

pytestmark = pytest.mark.django_db

EXPORTS = [
    "competencyworks/archive-2014.wxr.xml",
    "competencyworks/home-2018-10.wxr.xml",
    "wxr/cc-labs.xml",
    "wxr/ghost-co-authors-plus.xml",
    "wxr/ghost-sample.xml",
    "wxr/pelican-wordpressexport.xml",
    "wxr/slashes.xml",
    "wxr/small-export.xml",
    "wxr/themeunittestdata.wordpress.xml",
    "wxr/valid-wxr-1.0.xml",
    "wxr/wxr-utf-8-challenges.xml",
]


@pytest.mark.parametrize("name", EXPORTS)
def test_dry_run_says_what_the_run_does_and_accounts_for_everything(name):
    path = corpus_path(name)
    before = row_counts()

    foreseen = import_exports([path], is_dry_run=True)
    untouched = row_counts()
    done = import_exports([path])
    again = import_exports([path])

    assert untouched == before
    assert comparable(foreseen) == comparable(done)
    assert [report.unaccounted() for report in (foreseen, done, again)] == [{}, {}, {}]


def comparable(report) -> dict:
    """Return what a report says, without what differs between any two runs: numbers of rows."""
    said = as_json(report)
    findings = {
        heading: [found["sentence"] for found in found_here]
        for heading, found_here in said["findings"].items()
    }
    return said | {"is_dry_run": None, "findings": findings}

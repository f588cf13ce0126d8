"""Raw SQL is in files named for it, and matches the schema: a renamed column fails here."""

import re
from collections import defaultdict
from importlib import import_module

import pytest
from django.db import connection

from blog import posts_sql
from content import archive_sql, counts_sql, entries_sql, section_counts_sql, trees_sql
from content.models import Image, PathViewCount, Place, SiteSettings, Topic, ViewCount
from content.models.site_settings_sql import site_sql
from cworks.page_cache import triggers_sql
from cworks.search import search_sql
from cworks.search.results import find
from cworks.statistics import rankings_sql
from cworks.views import home_sql
from events.services import durable_sql, free_seats_sql
from imports import running_sql
from tests.support.source_files import ROOT, source_files, strings_in
from wiki.models import Article, DownloadCount
from wiki.services import companion_offers_sql

STATEMENTS = {
    "post links": posts_sql.POST_LINKS,
    "series in progress": posts_sql.SERIES_IN_PROGRESS,
    "installed triggers": triggers_sql.INSTALLED,
    "site": site_sql(SiteSettings, Image),
    "front page links": home_sql.FRONT_PAGE_LINKS,
    "names of entries": search_sql.NAMED,
    "names of people, topics, and so on": search_sql.NAMES,
    "filed under": search_sql.FILED_UNDER,
    "facets of a search": search_sql.FACETS,
    "unknown words": search_sql.UNKNOWN_WORDS,
    "close names": search_sql.CLOSE_NAMES,
    "months of the archive": archive_sql.months_sql(),
    "close names by index": search_sql.CLOSE_BY_INDEX,
    "all labels": f"SELECT {entries_sql.all_labels_sql()}",
    "brief labels": f"SELECT {entries_sql.brief_labels_sql()}",
    "similar titles": companion_offers_sql.SIMILAR_TITLES,
    "free seats": free_seats_sql.REGISTER_IF_SEAT_FREE,
    "safe commits": durable_sql.SET_COMMIT,
    "sections": section_counts_sql.count_sections_sql("SELECT 1, '', ''", limit=1),
    "downloads": counts_sql.count_one_sql(DownloadCount, "file"),
    "running imports": running_sql.IS_RUNNING,
    "views of entries": counts_sql.count_one_sql(ViewCount, "entry"),
    "views of other pages": counts_sql.count_one_sql(PathViewCount, "path"),
    "referrers": counts_sql.count_referrer_sql(),
    "most viewed": rankings_sql.most_viewed_sql(),
    "most viewed of some": rankings_sql.most_viewed_sql("SELECT 1", days=2, months=2),
    "views of months": counts_sql.sum_months_sql(),
    "views of days": counts_sql.sum_days_sql(),
    **{f"{model.__name__} above": trees_sql.ids_above_sql(model) for model in (Topic, Article)},
    **{f"{model.__name__} below": trees_sql.ids_below_sql(model) for model in (Place, Article)},
}
IS_STATEMENT = re.compile(r"\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\s")
HAS_STATEMENT = re.compile(
    r"\bSELECT\b.*\bFROM\b|\bINSERT INTO\b|\bUPDATE\b.*\bSET\b|\bDELETE FROM\b"
    r"|\b(CREATE|ALTER|DROP) (TABLE|INDEX|FUNCTION|TRIGGER)\b|\bTRUNCATE\b",
    re.DOTALL,
)


@pytest.mark.django_db
@pytest.mark.parametrize("name", STATEMENTS)
def test_sql_matches_schema(name):
    statement = STATEMENTS[name]
    by_name = "%(" in statement
    values = defaultdict(lambda: None) if by_name else [None] * statement.count("%s")

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}", values)
        assert cursor.fetchall()


@pytest.mark.django_db
def test_ranking_sql_matches_schema():
    assert find("words of any kind").hits == []


def test_every_statement_in_sql_files_is_tested():
    tested_elsewhere = {
        "cworks/search/search_sql.py: RANKED",
        "cworks/search/search_sql.py: RANKED_BY_WORDS",
    }  # test_ranking_sql_matches_schema
    asks_server = [
        "cworks/backups/snapshots_sql.py",  # test_backup
        "cworks/doctor/database_sql.py",  # test_doctor
    ]

    untested = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in source_files()
        if path.stem.endswith("_sql") and str(path.relative_to(ROOT)) not in asks_server
        for name, text in vars(import_module(module_name(path))).items()
        if isinstance(text, str) and IS_STATEMENT.match(text) and not is_tested(text)
    }

    assert untested == tested_elsewhere


def test_no_sql_outside_sql_files():
    found = {
        f"{path.relative_to(ROOT)}: {text}"
        for path in source_files()
        if not path.stem.endswith("_sql")
        for text in strings_in(path)
        if HAS_STATEMENT.search(text)
    }

    assert found == set()


def module_name(path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def is_tested(text: str) -> bool:
    """Whether a statement contains this text, apart from its {placeholders}."""
    pieces = re.split(r"\{[\w.]+\}", text)
    return any(all(piece in statement for piece in pieces) for statement in STATEMENTS.values())

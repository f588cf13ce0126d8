"""Raw SQL matches the schema: a renamed column fails here."""

from collections import defaultdict

import pytest
from django.db import connection

from blog import posts_sql
from content import trees_sql
from content.models import Place, Topic
from cworks.search import search_sql
from cworks.search.results import EVERYTHING, rank
from events.services import free_seats
from wiki.models import Article
from wiki.services import companion_offers, downloads, reads

STATEMENTS = {
    "post links": posts_sql.POST_LINKS,
    "series in progress": posts_sql.SERIES_IN_PROGRESS,
    "similar titles": search_sql.SIMILAR,
    "companions offered": companion_offers.PAIRS,
    "free seats": free_seats.STATEMENT,
    "downloads": downloads.COUNT_ONE,
    "reads": reads.COUNT,
    **{f"{model.__name__} above": trees_sql.ids_above_sql(model) for model in (Topic, Article)},
    **{f"{model.__name__} below": trees_sql.ids_below_sql(model) for model in (Place, Article)},
    **{f"{model.__name__} totals": trees_sql.totals_sql(model) for model in (Topic, Place)},
}


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
    assert rank("words", section=EVERYTHING, offset=0) == []

"""How many entries of a query each section has, which the ORM would write once for each."""

from content.kinds import search_sections
from content.models import Entry
from content.querysets import in_section_sql
from content.sql_names import PLANNED_EACH_TIME, sql_names

found = sql_names(Entry)
found.table = "found"


def count_sections_sql(query: str, *, limit: int) -> str:
    """Return a statement for (key of a section, number of entries), "" being all sections.

    `query` has the columns id, kind, and format.
    """
    parts = {"": "TRUE"}
    parts |= {key: in_section_sql(each, found) for key, each in search_sections().items()}
    selects = [
        f"SELECT '{key}', count(*) FROM "
        f"(SELECT FROM {found} WHERE {condition} LIMIT {limit}) AS counted"
        for key, condition in parts.items()
    ]
    columns = f"{found.pk}, {found.kind}, {found.format}"
    found_sql = f"WITH {found} ({columns}) AS NOT MATERIALIZED ({query})"
    return f"{PLANNED_EACH_TIME}{found_sql} {' UNION ALL '.join(selects)}"

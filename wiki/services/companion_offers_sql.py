from content.models import Entry
from wiki.models import NoCompanions

ENTRY = Entry._meta.db_table
COMPANIONS = Entry.companions.through._meta
NO_COMPANIONS = NoCompanions._meta
TITLE, FORMAT, KIND = (
    Entry._meta.get_field("title").column,
    Entry._meta.get_field("format").column,
    Entry._meta.get_field("kind").column,
)


def is_offered(entry: str) -> str:
    return f"({entry}.{FORMAT} <> '' OR {entry}.{KIND} = ANY (%(kinds)s))"


# The operator % is similarity above a threshold, with an index.
SIMILAR_TITLES = f"""
SELECT one.id, other.id
  FROM {ENTRY} AS one
  JOIN {ENTRY} AS other ON other.{TITLE} %% one.{TITLE} AND other.id <> one.id
 WHERE one.id = ANY (%(numbers)s) AND one.{TITLE} <> ''
   AND {is_offered("one")} AND {is_offered("other")}
   AND NOT EXISTS (SELECT FROM {COMPANIONS.db_table}
                    WHERE {COMPANIONS.get_field("from_entry").column} = one.id
                      AND {COMPANIONS.get_field("to_entry").column} = other.id)
   AND NOT EXISTS (SELECT FROM {NO_COMPANIONS.db_table}
                    WHERE {NO_COMPANIONS.get_field("first").column} = least(one.id, other.id)
                      AND {NO_COMPANIONS.get_field("second").column} = greatest(one.id, other.id))
"""

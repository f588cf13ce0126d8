from content.models import Entry
from content.sql_names import sql_names
from wiki.models import NoCompanions

entry = sql_names(Entry)
companions = sql_names(Entry.companions.through)
rejected = sql_names(NoCompanions)


def is_offered(name: str) -> str:
    return f"({name}.{entry.format} <> '' OR {name}.{entry.kind} = ANY (%(kinds)s))"


# The operator % is similarity above a threshold, with an index.
SIMILAR_TITLES = f"""
SELECT one.{entry.pk}, other.{entry.pk}
  FROM {entry} AS one
  JOIN {entry} AS other
    ON other.{entry.title} %% one.{entry.title} AND other.{entry.pk} <> one.{entry.pk}
 WHERE one.{entry.pk} = ANY (%(numbers)s) AND one.{entry.title} <> ''
   AND {is_offered("one")} AND {is_offered("other")}
   AND NOT EXISTS (SELECT FROM {companions}
                    WHERE {companions.from_entry} = one.{entry.pk}
                      AND {companions.to_entry} = other.{entry.pk})
   AND NOT EXISTS (SELECT FROM {rejected}
                    WHERE {rejected.first} = least(one.{entry.pk}, other.{entry.pk})
                      AND {rejected.second} = greatest(one.{entry.pk}, other.{entry.pk}))
"""

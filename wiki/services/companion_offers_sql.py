# The operator % is similarity above a threshold, with an index.
IN_LIBRARY = "({entry}.format <> '' OR {entry}.kind = 'series')"
SIMILAR_TITLES = f"""
SELECT one.id, other.id
  FROM content_entry AS one
  JOIN content_entry AS other ON other.title %% one.title AND other.id <> one.id
 WHERE one.id = ANY (%(numbers)s) AND one.title <> ''
   AND {IN_LIBRARY.format(entry="one")} AND {IN_LIBRARY.format(entry="other")}
   AND NOT EXISTS (SELECT FROM content_entry_companions
                    WHERE from_entry_id = one.id AND to_entry_id = other.id)
   AND NOT EXISTS (SELECT FROM wiki_nocompanions
                    WHERE first_id = least(one.id, other.id)
                      AND second_id = greatest(one.id, other.id))
"""

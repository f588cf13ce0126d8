from django.core.management.base import BaseCommand
from django.db import connection, transaction

# What the bitmaps say and the entries do not, and the other way round; what has changed since the
# bitmaps were written is not read from them.
DIFFERENCES = """
WITH written AS (
    SELECT facet, value, entry_id FROM wiki_facet JOIN wiki_shelf ON get_bit(members, number) = 1
     WHERE facet <> 'late' AND entry_id NOT IN (SELECT entry_id FROM wiki_changed)
), held AS (
    SELECT facet, value, entry_id FROM wiki_facets_of(ARRAY(SELECT id FROM content_entry))
     WHERE entry_id NOT IN (SELECT entry_id FROM wiki_changed)
)
SELECT DISTINCT entry_id FROM (
    (TABLE written EXCEPT TABLE held) UNION ALL (TABLE held EXCEPT TABLE written)) AS differences
 ORDER BY entry_id
"""


class Command(BaseCommand):
    help = (
        "Compare the counts of the library's facets with its entries, and write them anew. Nothing "
        "should ever differ: this is for after repairs that went past the database's triggers."
    )

    @transaction.atomic
    def handle(self, **options) -> None:
        with connection.cursor() as cursor:
            cursor.execute(DIFFERENCES)
            wrong = [str(entry) for (entry,) in cursor.fetchall()]
            cursor.execute("SELECT wiki_reshelve()")
            cursor.execute("SELECT count(*) FROM wiki_shelf")
            [(total,)] = cursor.fetchall()
        if wrong:
            self.stdout.write(f"Counted wrongly until now, by number: {', '.join(wrong)}.")
        self.stdout.write(f"{total:,} entries are on the shelf.")

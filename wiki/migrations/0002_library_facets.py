from django.db import migrations

TABLES = """
-- The entries of the library, each with the number of its bit. The numbers follow the dates, apart
-- from those of entries that came when a younger one was there: few, as all are numbered anew when
-- they become many. Each time that is done is another shelving.
CREATE TABLE wiki_shelf (
    entry_id bigint PRIMARY KEY,
    number integer NOT NULL UNIQUE,
    published_at timestamptz NOT NULL,
    is_late boolean NOT NULL,
    shelving integer NOT NULL
);
CREATE INDEX wiki_shelf_in_order ON wiki_shelf (published_at, entry_id) WHERE NOT is_late;
-- Which entries have a value of a facet: bit n, from the left, is that of the entry with number n.
-- All bitmaps are of the same length. They are kept as they are and in their rows: unpacking them
-- took five times as long as reading them.
CREATE TABLE wiki_facet (
    facet text NOT NULL,
    value text NOT NULL,
    members bit varying STORAGE EXTERNAL NOT NULL,
    PRIMARY KEY (facet, value)
) WITH (toast_tuple_target = 8160);
-- Entries that changed since the bitmaps were written: what holds for them is read from themselves.
CREATE TABLE wiki_changed (entry_id bigint PRIMARY KEY);
"""

# A function and not a view, which would forbid later migrations to alter these columns.
FACETS_OF = """
CREATE FUNCTION wiki_facets_of(entries bigint[])
RETURNS TABLE (entry_id bigint, facet text, value text) LANGUAGE sql STABLE AS $$
    SELECT entry.id, own.facet, own.value
      FROM content_entry AS entry
     CROSS JOIN LATERAL (
        VALUES ('all', ''),
               ('kind', entry.format),
               ('sector', CASE entry.sector WHEN 'both' THEN 'k-12' ELSE entry.sector END),
               ('sector', CASE entry.sector WHEN 'both' THEN 'higher-education' END),
               ('year', coalesce(entry.year::text, 'unknown')),
               ('from', CASE WHEN entry.kind IN ('publication', 'event') THEN 'ours' ELSE 'field' END)
        UNION ALL SELECT 'topic', topic_id::text FROM content_entry_topics WHERE entry_id = entry.id
        UNION ALL SELECT 'place', place_id::text FROM content_entry_places WHERE entry_id = entry.id
        UNION ALL SELECT 'tag', tag_id::text FROM content_entrytag WHERE content_object_id = entry.id
     ) AS own (facet, value)
     WHERE entry.id = ANY (entries) AND entry.status = 'published' AND entry.format <> ''
       AND own.value IS NOT NULL
$$;

-- What readers may not see yet. In a function that says how few they are: PostgreSQL would take
-- the number for a third of all entries, and would plan the query around it anew each time.
CREATE FUNCTION wiki_scheduled(moment timestamptz)
RETURNS TABLE (entry_id bigint, number integer) LANGUAGE plpgsql STABLE ROWS 10 AS $$
BEGIN
    RETURN QUERY
    SELECT entry.id, shelf.number
      FROM content_entry AS entry LEFT JOIN wiki_shelf AS shelf ON shelf.entry_id = entry.id
     WHERE entry.status = 'published' AND entry.format <> '' AND entry.published_at > moment;
END
$$;
"""

WRITING = """
CREATE FUNCTION wiki_bitmap(numbers integer[], nothing bit varying) RETURNS bit varying
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    bitmap bit varying := nothing;
    number integer;
BEGIN
    FOREACH number IN ARRAY numbers LOOP
        bitmap := set_bit(bitmap, number, 1);
    END LOOP;
    RETURN bitmap;
END
$$;

-- Write into the bitmaps what holds for these entries, whatever the bitmaps said of them.
CREATE FUNCTION wiki_write(entries bigint[], this_shelving integer) RETURNS void LANGUAGE plpgsql
-- Right after an import, the statistics still speak of a table so small that no index is needed.
SET enable_seqscan = off AS $$
DECLARE
    last_number integer := coalesce((SELECT max(number) FROM wiki_shelf), -1);
    former_numbers integer[] := ARRAY(SELECT number FROM wiki_shelf WHERE entry_id = ANY (entries));
    length integer;
    nothing bit varying;
    others bit varying;
    bitmap record;
BEGIN
    -- What has another date gets another number.
    DELETE FROM wiki_shelf
     WHERE entry_id = ANY (entries)
       AND NOT EXISTS (SELECT FROM content_entry AS entry
                        WHERE entry.id = entry_id AND entry.published_at = wiki_shelf.published_at
                          AND status = 'published' AND format <> '');
    INSERT INTO wiki_shelf (entry_id, number, published_at, is_late, shelving)
    SELECT id, last_number + row_number() OVER (ORDER BY published_at, id), published_at,
           coalesce((published_at, id) < (SELECT published_at, entry_id FROM wiki_shelf
                                           WHERE NOT is_late
                                           ORDER BY published_at DESC, entry_id DESC LIMIT 1), false),
           this_shelving
      FROM content_entry
     WHERE id = ANY (entries) AND status = 'published' AND format <> ''
       AND NOT EXISTS (SELECT FROM wiki_shelf WHERE entry_id = id);

    -- They grow in steps, so that one more entry seldom means that all have to be written.
    SELECT greatest((SELECT max(bit_length(members)) FROM wiki_facet),
                    (SELECT (coalesce(max(number), 0) / 1024 + 1) * 1024 FROM wiki_shelf))
      INTO length;
    nothing := repeat('0', length)::bit varying;
    UPDATE wiki_facet SET members = members || substring(nothing FROM bit_length(members) + 1)
     WHERE bit_length(members) < length;

    others := ~ wiki_bitmap(former_numbers, nothing);
    FOR bitmap IN
        SELECT facet, value, kept.members AS old,
               coalesce(kept.members & others, nothing)
               | CASE WHEN found.numbers IS NULL THEN nothing
                      ELSE wiki_bitmap(found.numbers, nothing) END AS new
          FROM (SELECT own.facet, own.value, array_agg(shelf.number) AS numbers
                  FROM wiki_facets_of(entries) AS own JOIN wiki_shelf AS shelf USING (entry_id)
                 GROUP BY own.facet, own.value
                UNION ALL
                SELECT 'late', '', array_agg(number)
                  FROM wiki_shelf WHERE entry_id = ANY (entries) AND is_late) AS found
          FULL JOIN wiki_facet AS kept USING (facet, value)
    LOOP
        IF bit_count(bitmap.new) = 0 THEN
            DELETE FROM wiki_facet WHERE facet = bitmap.facet AND value = bitmap.value;
        ELSIF bitmap.new IS DISTINCT FROM bitmap.old THEN
            INSERT INTO wiki_facet (facet, value, members)
            VALUES (bitmap.facet, bitmap.value, bitmap.new)
            ON CONFLICT (facet, value) DO UPDATE SET members = EXCLUDED.members;
        END IF;
    END LOOP;
END
$$;

-- Write all bitmaps anew, all entries in their order and without the gaps that others have left.
CREATE FUNCTION wiki_reshelve() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    last_shelving integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('wiki_facet'));
    last_shelving := (SELECT max(shelving) FROM wiki_shelf);
    DELETE FROM wiki_facet;
    DELETE FROM wiki_shelf;
    PERFORM wiki_write(
        ARRAY(SELECT id FROM content_entry WHERE status = 'published' AND format <> ''),
        coalesce(last_shelving, 0) + 1);
END
$$;

-- Write what has changed into the bitmaps.
CREATE FUNCTION wiki_fold() RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    entries bigint[];
BEGIN
    -- One transaction at a time, and each at its very end: see wiki_fold_at_commit.
    PERFORM pg_advisory_xact_lock(hashtext('wiki_facet'));
    -- What somebody else is changing at this moment is left to them.
    entries := ARRAY(SELECT entry_id FROM wiki_changed FOR UPDATE SKIP LOCKED);
    DELETE FROM wiki_changed WHERE entry_id = ANY (entries);
    PERFORM wiki_write(entries, coalesce((SELECT shelving FROM wiki_shelf LIMIT 1), 0));
    IF (SELECT count(*) FILTER (WHERE is_late) > 256 OR max(number) > 2 * count(*) + 4096
          FROM wiki_shelf) THEN
        PERFORM wiki_reshelve();
    END IF;
END
$$;
"""

TRIGGERS = """
-- Whoever changes an entry holds its row here until the end of the transaction: so nobody else can
-- write it into the bitmaps as it was before.
CREATE FUNCTION wiki_mark(entries bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO wiki_changed (entry_id) SELECT DISTINCT entry_id FROM unnest(entries) AS entry_id
     ORDER BY entry_id
    ON CONFLICT (entry_id) DO UPDATE SET entry_id = EXCLUDED.entry_id WHERE false
$$;

CREATE FUNCTION wiki_entries_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM wiki_mark(ARRAY(
        SELECT id FROM new_entries WHERE status = 'published' AND format <> ''));
    RETURN NULL;
END
$$;

-- Without a join, whose plan for one entry would be kept for thousands.
CREATE FUNCTION wiki_entries_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM wiki_mark(ARRAY(
        WITH before AS (
            SELECT id, published_at, kind, format, sector, year FROM old_entries
             WHERE status = 'published' AND format <> ''
        ), after AS (
            SELECT id, published_at, kind, format, sector, year FROM new_entries
             WHERE status = 'published' AND format <> ''
        )
        SELECT id FROM (TABLE before EXCEPT TABLE after) AS gone
        UNION ALL
        SELECT id FROM (TABLE after EXCEPT TABLE before) AS come));
    RETURN NULL;
END
$$;

CREATE FUNCTION wiki_entries_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM wiki_mark(ARRAY(
        SELECT id FROM old_entries WHERE status = 'published' AND format <> ''));
    RETURN NULL;
END
$$;

CREATE TRIGGER wiki_entries_inserted AFTER INSERT ON content_entry
    REFERENCING NEW TABLE AS new_entries EXECUTE FUNCTION wiki_entries_inserted();
CREATE TRIGGER wiki_entries_updated AFTER UPDATE ON content_entry
    REFERENCING OLD TABLE AS old_entries NEW TABLE AS new_entries
    EXECUTE FUNCTION wiki_entries_updated();
CREATE TRIGGER wiki_entries_deleted AFTER DELETE ON content_entry
    REFERENCING OLD TABLE AS old_entries EXECUTE FUNCTION wiki_entries_deleted();

-- Its argument is the column that names the entry. The entry is locked first, as whoever changes the
-- entry itself has done: so two who change the same one, in whatever order, do not wait for each
-- other, and each sees whether the other has put it on the shelf.
CREATE FUNCTION wiki_links_changed() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    entries bigint[];
BEGIN
    EXECUTE format('SELECT array_agg(DISTINCT %I) FROM links', TG_ARGV[0]) INTO entries;
    PERFORM wiki_mark(ARRAY(
        SELECT id FROM (SELECT id, status, format FROM content_entry
                         WHERE id = ANY (entries) ORDER BY id FOR NO KEY UPDATE) AS locked
         WHERE status = 'published' AND format <> ''));
    RETURN NULL;
END
$$;
"""
LINKS = {
    "content_entry_topics": "entry_id",
    "content_entry_places": "entry_id",
    "content_entrytag": "content_object_id",
}
LINK_TRIGGERS = """
CREATE TRIGGER wiki_inserted AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS links EXECUTE FUNCTION wiki_links_changed({column});
CREATE TRIGGER wiki_deleted AFTER DELETE ON {table}
    REFERENCING OLD TABLE AS links EXECUTE FUNCTION wiki_links_changed({column});
CREATE TRIGGER wiki_updated_from AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS links EXECUTE FUNCTION wiki_links_changed({column});
CREATE TRIGGER wiki_updated_to AFTER UPDATE ON {table}
    REFERENCING NEW TABLE AS links EXECUTE FUNCTION wiki_links_changed({column});
"""

FOLDING = """
CREATE FUNCTION wiki_fold_if_many() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Once in a transaction is enough, and this is called for every entry.
    IF current_setting('wiki.folded', true) = 'yes' THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('wiki.folded', 'yes', true);
    IF (SELECT count(*) FROM (SELECT FROM wiki_changed LIMIT 32) AS first_ones) = 32
       -- The bitmaps get what is committed by now, and not what was when a transaction began.
       AND current_setting('transaction_isolation') = 'read committed' THEN
        PERFORM wiki_fold();
    END IF;
    RETURN NULL;
END
$$;
-- Deferred: a transaction that changes ten thousand entries writes each bitmap once, and nobody
-- waits for another transaction for longer than its commit takes.
CREATE CONSTRAINT TRIGGER wiki_fold_at_commit AFTER INSERT ON wiki_changed
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wiki_fold_if_many();

CREATE FUNCTION wiki_truncated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM wiki_changed;
    PERFORM wiki_reshelve();
    RETURN NULL;
END
$$;
"""
TRUNCATE_TRIGGER = """
CREATE TRIGGER wiki_truncated AFTER TRUNCATE ON {table} EXECUTE FUNCTION wiki_truncated();
"""

TABLES_WITH_TRIGGERS = ["content_entry", *LINKS]
BACK = """
DROP TRIGGER wiki_entries_inserted ON content_entry;
DROP TRIGGER wiki_entries_updated ON content_entry;
DROP TRIGGER wiki_entries_deleted ON content_entry;
DROP TABLE wiki_changed, wiki_facet, wiki_shelf;
DROP FUNCTION wiki_entries_inserted, wiki_entries_updated, wiki_entries_deleted, wiki_fold_if_many,
    wiki_fold, wiki_reshelve, wiki_write, wiki_bitmap, wiki_mark, wiki_facets_of,
    wiki_scheduled;
DROP FUNCTION wiki_links_changed, wiki_truncated CASCADE;
"""


class Migration(migrations.Migration):
    """Keep, for the counts of the library's facets, which entry has which: a bit for each.

    See docs/decisions/library-facets.md.
    """

    dependencies = [
        ("content", "0001_initial"),
        ("wiki", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            [
                TABLES,
                FACETS_OF,
                WRITING,
                TRIGGERS,
                FOLDING,
                *(LINK_TRIGGERS.format(table=table, column=LINKS[table]) for table in LINKS),
                *(TRUNCATE_TRIGGER.format(table=table) for table in TABLES_WITH_TRIGGERS),
                # What is there already.
                "SELECT wiki_reshelve()",
            ],
            BACK,
        )
    ]

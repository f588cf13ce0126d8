from importlib import import_module

from django.db import migrations

BEFORE = import_module("content.migrations.0018_search_marked").SEARCH_MARKED
# The same without a regular expression, which took most of the time.
SEARCH_MARKED = r"""
CREATE OR REPLACE FUNCTION search_marked(written text, query tsquery) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    plain text := search_words(written);
    original text := CASE WHEN length(written) = length(plain) THEN written
                          ELSE search_original(written) END;
    begin_mark CONSTANT text := U&'\E000';
    end_mark CONSTANT text := U&'\E001';
    headline text := ts_headline('site_english', plain, query,
        'StartSel=' || begin_mark || ', StopSel=' || end_mark || ', HighlightAll=true');
    part text;
    place integer := 1;
    is_match boolean := FALSE;
    marked text := '';
BEGIN
    IF plain = original THEN
        RETURN headline;
    END IF;
    -- Text and matches take turns.
    FOREACH part IN ARRAY string_to_array(replace(headline, end_mark, begin_mark), begin_mark)
    LOOP
        IF is_match THEN
            marked := marked || begin_mark || substr(original, place, length(part)) || end_mark;
        ELSE
            marked := marked || substr(original, place, length(part));
        END IF;
        place := place + length(part);
        is_match := NOT is_match;
    END LOOP;
    RETURN marked;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0019_find_titles_by_beginning"),
    ]

    operations = [
        migrations.RunSQL(
            SEARCH_MARKED, BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
        ),
    ]

from django.db import migrations

# The whole text as it was written, with private-use characters around the words of a query. They
# are found in the plain text, of which each character is one of the original.
SEARCH_MARKED = r"""
CREATE FUNCTION search_marked(written text, query tsquery) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    plain text := search_words(written);
    original text := CASE WHEN length(written) = length(plain) THEN written
                          ELSE search_original(written) END;
    marks CONSTANT text := U&'\E000\E001';
    part text;
    place integer := 1;
    marked text := '';
BEGIN
    FOR part IN SELECT (regexp_matches(
        ts_headline('site_english', plain, query,
            'StartSel=' || left(marks, 1) || ', StopSel=' || right(marks, 1)
            || ', HighlightAll=true'),
        U&'[^\E000\E001]+|[\E000\E001]', 'g'))[1]
    LOOP
        IF strpos(marks, part) > 0 THEN
            marked := marked || part;
        ELSE
            marked := marked || substr(original, place, length(part));
            place := place + length(part);
        END IF;
    END LOOP;
    RETURN marked;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0017_what_readers_search_for"),
    ]

    operations = [
        # search_snippet stays for the code that runs during the update.
        migrations.RunSQL(SEARCH_MARKED, "DROP FUNCTION search_marked(text, tsquery)"),
    ]

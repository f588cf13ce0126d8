import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.text
from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations, models

# Composed, and without what no one sees: soft hyphens and spaces without width.
SEARCH_ORIGINAL = r"""
CREATE FUNCTION search_original(written text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(
        -- Only what has marks of its own for accents takes the time to compose it.
        CASE WHEN written COLLATE "C" ~ '[\u0300-\u036F\u1100-\u11FF]'
            THEN normalize(written, NFC) ELSE written END COLLATE "C",
        '[\u00AD\u200B\u2060\uFEFF]', '', 'g'
    )
"""
# One character becomes one other, so that a place in the plain text is the same in the original.
# What is neither a letter nor a digit becomes a space: in some locales, such as C, PostgreSQL takes
# all that isn't ASCII for letters. So do slashes, what could begin a tag, dots between words (but
# not in "U.S." or "3.5"), and hyphens before digits, which PostgreSQL takes for a minus.
SEARCH_WORDS = r"""
CREATE FUNCTION search_words(written text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(
        regexp_replace(
            regexp_replace(search_original(written), '[\u2010\u2011\u2013\u2212]', '-', 'g'),
            '[/<>\u0080-\u00A9\u00AB-\u00B4\u00B6-\u00B9\u00BB-\u00BF\u00D7\u00F7'
            || '\u02BC\u037E\u0387\u055A-\u055F\u0589\u05BE\u05F3\u05F4\u060C\u061B-\u061F'
            || '\u066A-\u066D\u06D4\u0964\u0965\u2000-\u200A\u200E-\u206F\u2070\u2074-\u207E'
            || '\u2080-\u208E\u20A0-\u20CF\u2100-\u214F\u2190-\u2BFF\u2E00-\u2E7F\u3000-\u3003'
            || '\u3008-\u3020\u3030\u303D\uE000-\uF8FF\uFE00-\uFE19\uFE30-\uFE6F\uFF01-\uFF0F'
            || '\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65\uFFE0-\uFFFD\U0001F000-\U0001FAFF]',
            ' ', 'g'
        ),
        '([^\x01-\x2F\x3A-\x40\x5B-\x60\x7B-\x7F]{2})\.(?=[^\x01-\x40\x5B-\x60\x7B-\x7F]{2})'
        || '|([^\x01-\x2F\x3A-\x40\x5B-\x60\x7B-\x7F])-(?=\d)',
        '\1\2 ', 'g'
    )
"""
CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION site_english (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION site_english
    ALTER MAPPING FOR word, hword, hword_part WITH unaccent, english_stem;
ALTER TEXT SEARCH CONFIGURATION site_english
    ALTER MAPPING FOR numword, numhword WITH unaccent, simple;
"""
# The best parts of the plain text are looked up in the original, and marked there.
SEARCH_SNIPPET = r"""
CREATE FUNCTION search_snippet(written text, query tsquery) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    plain text := search_words(written);
    original text := CASE WHEN length(written) = length(plain) THEN written
                          ELSE search_original(written) END;
    marks CONSTANT text := U&'\E000\E001';
    between CONSTANT text := U&'\E002';
    fragment text;
    part text;
    place integer;
    snippet text := '';
BEGIN
    FOREACH fragment IN ARRAY string_to_array(
        ts_headline('site_english', plain, query,
            'StartSel=' || left(marks, 1) || ', StopSel=' || right(marks, 1)
            || ', MinWords=8, MaxWords=24, MaxFragments=2, FragmentDelimiter=' || between),
        between
    ) LOOP
        place := strpos(plain, translate(fragment, marks, ''));
        IF snippet <> '' THEN
            snippet := snippet || ' … ';
        END IF;
        FOR part IN SELECT (regexp_matches(fragment, U&'[^\E000\E001]+|[\E000\E001]', 'g'))[1] LOOP
            IF strpos(marks, part) > 0 THEN
                snippet := snippet || part;
            ELSE
                snippet := snippet || substr(original, place, length(part));
                place := place + length(part);
            END IF;
        END LOOP;
    END LOOP;
    RETURN snippet;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0008_dates_in_bounds"),
    ]

    operations = [
        UnaccentExtension(),
        migrations.RunSQL(SEARCH_ORIGINAL, "DROP FUNCTION search_original(text)"),
        migrations.RunSQL(SEARCH_WORDS, "DROP FUNCTION search_words(text)"),
        migrations.RunSQL(CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION site_english"),
        migrations.RunSQL(SEARCH_SNIPPET, "DROP FUNCTION search_snippet(text, tsquery)"),
        # A generated column can't be altered. Adding it computes it for the entries that exist.
        migrations.RemoveIndex(model_name="entry", name="entry_search"),
        migrations.RemoveField(model_name="entry", name="search_vector"),
        migrations.AddField(
            model_name="entry",
            name="search_vector",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.CombinedSearchVector(
                    django.contrib.postgres.search.CombinedSearchVector(
                        django.contrib.postgres.search.SearchVector(
                            models.Func(
                                "title", function="search_words", output_field=models.TextField()
                            ),
                            config="site_english",
                            weight="A",
                        ),
                        "||",
                        django.contrib.postgres.search.SearchVector(
                            models.Func(
                                "summary", function="search_words", output_field=models.TextField()
                            ),
                            config="site_english",
                            weight="B",
                        ),
                        django.contrib.postgres.search.SearchConfig("site_english"),
                    ),
                    "||",
                    django.contrib.postgres.search.SearchVector(
                        models.Func(
                            models.Func(
                                django.db.models.functions.text.Left("body", 100000),
                                models.Value(
                                    "<(?:!--[^>]*|/?[a-zA-Z][a-zA-Z0-9]*(?:\\s[^<>]*)?/?)>|\\]\\((?:https?://([^)/\\s]*))?[^)\\s]*"
                                ),
                                models.Value(" \\1 "),
                                models.Value("g"),
                                function="regexp_replace",
                                output_field=models.TextField(),
                            ),
                            function="search_words",
                            output_field=models.TextField(),
                        ),
                        config="site_english",
                        weight="C",
                    ),
                    django.contrib.postgres.search.SearchConfig("site_english"),
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_vector"], name="entry_search"
            ),
        ),
    ]

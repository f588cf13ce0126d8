"""What plug-ins for search engines say of a post, and PHP's serialized values."""

import pytest

from imports.wordpress.export import ExportItem, ExportTerm
from imports.wordpress.php_values import read_strings
from imports.wordpress.seo import read_search_engine_fields

SITE = "Competency Works"


def read(*meta: tuple[str, str], **fields):
    item = ExportItem(
        post_type="post",
        status="publish",
        title=fields.pop("title", "What Is Mastery?"),
        meta=meta,
        **fields,
    )
    return read_search_engine_fields(item, site_title=SITE)


@pytest.mark.parametrize(
    ("key", "value", "title"),
    [
        ("_yoast_wpseo_title", "Mastery, explained", "Mastery, explained"),
        ("_yoast_wpseo_title", "%%title%% %%page%% %%sep%% %%sitename%%", ""),
        ("_yoast_wpseo_title", "%%title%% in schools %%sep%% %%sitename%%",
         "What Is Mastery? in schools"),
        ("_yoast_wpseo_title", "%%category%%: %%title%%", "Analysis: What Is Mastery?"),
        ("_yoast_wpseo_title", "%%primary_category%% %%currentyear%%", "Analysis"),
        ("_yoast_wpseo_title", "%%cf_subtitle%% %%sep%% %%unknown_thing%%", "A subtitle"),
        ("_yoast_wpseo_title", "Mastery &amp; more | Competency Works", "Mastery & more"),
        ("_yoast_wpseo_title", "Competency Works", ""),
        ("_yoast_wpseo_title", "100% mastery, 50% of the time", "100% mastery, 50% of the time"),
        ("rank_math_title", "%title% %sep% %sitename%", ""),
        ("rank_math_title", "Guide: %title% %page% %sep% %sitename%", "Guide: What Is Mastery?"),
        ("rank_math_title", "%currentdate(F Y)% %title%", ""),
        ("_aioseo_title", "#post_title #separator_sa #site_title", ""),
        ("_aioseo_title", "All of #post_title", "All of What Is Mastery?"),
        ("_aioseo_title", "We are #1 in mastery", "We are #1 in mastery"),
        ("_aioseop_title", "%page_title% | %blog_title%", ""),
        ("_seopress_titles_title", "%%post_title%% today %%sep%% %%sitetitle%%",
         "What Is Mastery? today"),
        ("_genesis_title", "Another title", "Another title"),
        ("_wds_title", "  What is mastery? ", ""),
        ("jetpack_seo_html_title", "Mastery", "Mastery"),
    ],
)  # fmt: skip
def test_title_is_taken_over_without_variables_and_site(key, value, title):
    found = read(
        (key, value),
        ("subtitle", "A subtitle"),
        terms=(ExportTerm("category", "analysis", "Analysis"),),
    )

    assert found.values.get("title", "") == title
    assert (key in found.keys.values()) == bool(title)
    assert (key in found.others) == (not title)


@pytest.mark.parametrize(
    ("key", "value", "description"),
    [
        ("_yoast_wpseo_metadesc", "By hand.", "By hand."),
        ("_yoast_wpseo_metadesc", "%%excerpt%%", "The excerpt."),
        ("_yoast_wpseo_metadesc", "%%excerpt_only%% Read on.", "The excerpt. Read on."),
        ("_yoast_wpseo_metadesc", "%%sitedesc%%", ""),
        ("rank_math_description", "%excerpt%", "The excerpt."),
        ("rank_math_description", "&quot;Quoted&quot; words", "“Quoted” words".replace("“", '"')
         .replace("”", '"')),
        ("_aioseo_description", "#post_excerpt", "The excerpt."),
        ("_aioseop_description", "Older plug-in.", "Older plug-in."),
        ("_seopress_titles_desc", "SEOPress.", "SEOPress."),
        ("advanced_seo_description", "Jetpack.", "Jetpack."),
        ("_genesis_description", "\n The SEO\nFramework. ", "The SEO Framework."),
    ],
)  # fmt: skip
def test_description_is_taken_over(key, value, description):
    found = read((key, value), excerpt="<p>The excerpt.</p>")

    assert found.values.get("description", "") == description


def test_first_plug_in_counts_and_other_is_named():
    found = read(
        ("rank_math_description", "Rank Math’s."),
        ("_yoast_wpseo_metadesc", "Yoast’s."),
        ("_yoast_wpseo_canonical", "not an address"),
        ("rank_math_canonical_url", "https://elsewhere.example.org/original/"),
        ("_yoast_wpseo_opengraph-image-id", "15"),
        ("_yoast_wpseo_primary_category", "0"),
        ("rank_math_primary_category", "4"),
    )

    assert found.values == {
        "description": "Yoast’s.",
        "canonical": "https://elsewhere.example.org/original/",
        "image_id": "15",
        "primary_category": "4",
    }
    assert found.others == {
        "rank_math_description": "another plug-in’s value was taken",
        "_yoast_wpseo_canonical": "says what the page says anyway",
        "_yoast_wpseo_primary_category": "says what the page says anyway",
    }


@pytest.mark.parametrize(
    ("value", "strings"),
    [
        ("plain", ["plain"]),
        ("", []),
        ('a:2:{i:0;s:4:"K-12";i:1;s:6:"Higher";}', ["K-12", "Higher"]),
        ('a:1:{s:3:"key";s:5:"value";}', ["value"]),
        ('a:1:{i:0;a:2:{s:1:"a";s:1:"x";s:1:"b";i:7;}}', ["x", "7"]),
        ('s:6:"café!";', ["café!"]),
        ("i:12;", ["12"]),
        ("a:0:{}", []),
        ("N;", []),
        ('a:2:{i:0;s:400:"short";}', ['a:2:{i:0;s:400:"short";}']),
        ('O:8:"stdClass":0:{}', ['O:8:"stdClass":0:{}']),
        ("a:99999999:{", ["a:99999999:{"]),
        ("a:1:{" * 40, ["a:1:{" * 40]),
        ('s:99999999999:"x";', ['s:99999999999:"x";']),
        ("a: 1 of 2", ["a: 1 of 2"]),
    ],
)
def test_serialized_values_are_read_or_kept_as_they_are(value, strings):
    assert read_strings(value) == strings

"""Meta keys: taken over, kept, or named in the report."""

import pytest

from blog.models import Post
from content.models import Page
from imports.reports import Outcome
from imports.wordpress.post_types import read_choices
from tests.support.pictures import picture
from tests.support.wordpress_exports import attachment, item, meta, numbered_category, term

pytestmark = pytest.mark.django_db

UPLOADS = "https://old.example.org/wp-content/uploads"


def test_search_engine_fields_are_taken_over(import_items, client):
    parts = [
        item(
            1,
            meta("_yoast_wpseo_title", "Another title %%sep%% %%sitename%%"),
            meta("_yoast_wpseo_metadesc", "By hand."),
            meta("_yoast_wpseo_canonical", "https://elsewhere.example.org/original/"),
            meta("_yoast_wpseo_linkdex", "70"),
            meta("_yoast_wpseo_focuskw", ""),
        )
    ]

    report = import_items(*parts)
    again = import_items(*parts)

    post = Post.objects.get()
    assert (post.search_title, post.search_description, post.original_url) == (
        "Another title",
        "By hand.",
        "https://elsewhere.example.org/original/",
    )
    assert report.counts["Meta keys"] == {Outcome.NEW: 3, Outcome.SKIPPED: 2}
    assert dict(report.not_imported) == {
        "meta keys of Yoast SEO: _yoast_wpseo_linkdex": 1,
        "meta keys without a value": 1,
    }
    assert again.counts["Meta keys"] == {Outcome.UNCHANGED: 3, Outcome.SKIPPED: 2}
    assert b'<link rel="canonical" href="https://elsewhere' in client.get("/blog/post-1/").content


def test_canonical_of_old_site_or_of_page_is_named(import_items):
    report = import_items(
        item(1, meta("rank_math_canonical_url", "https://www.old.example.org/other/")),
        item(2, meta("rank_math_canonical_url", "https://b.example.com/"), post_type="page"),
    )

    assert Post.objects.get().original_url == ""
    assert Page.objects.get().attention == (
        "The old site named this address as the original: https://b.example.com/"
    )
    assert sorted(report.not_imported) == [
        "meta keys of Rank Math: rank_math_canonical_url (on the old site itself)",
        "meta keys of Rank Math: rank_math_canonical_url (only posts have an original elsewhere)",
    ]


def test_card_image_leads_if_nothing_else_does(import_items, tmp_path):
    for name, color in (("lead.png", "red"), ("card.png", "blue")):
        (tmp_path / name).write_bytes(picture(color=color).read())
    report = import_items(
        attachment(7, f"{UPLOADS}/lead.png"),
        attachment(8, f"{UPLOADS}/card.png"),
        item(1, meta("_yoast_wpseo_opengraph-image-id", "8")),
        item(2, meta("rank_math_facebook_image", f"{UPLOADS}/card.png")),
        item(3, meta("_thumbnail_id", "7"), meta("rank_math_facebook_image_id", "8")),
        item(4, meta("_seopress_social_fb_img", f"{UPLOADS}/gone.png")),
        media_folder=tmp_path,
    )

    names = Post.objects.order_by("pk").values_list("lead_image__original_name", flat=True)
    assert list(names) == ["card.png", "card.png", "lead.png", None]
    assert report.remarks["Card images that are still on the old site"] == [
        f"“Post 4”: {UPLOADS}/gone.png"
    ]
    assert report.unaccounted() == {}


def test_primary_category_is_the_topic_of_a_post_without_one(import_items):
    report = import_items(
        numbered_category("policy", "Policy", 4),
        numbered_category("uncategorized", "Uncategorized", 1),
        item(1, meta("_yoast_wpseo_primary_category", "4"),
             term("category", "uncategorized", "Uncategorized")),
        item(2, meta("rank_math_primary_category", "4"), term("category", "policy", "Policy")),
        item(3, meta("rank_math_primary_category", "99"), term("category", "policy", "Policy")),
    )  # fmt: skip

    posts = Post.objects.order_by("pk")
    assert [[topic.slug for topic in post.topics.all()] for post in posts] == [["policy"]] * 3
    assert report.counts["Meta keys"] == {Outcome.NEW: 2, Outcome.SKIPPED: 1}


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ([meta("_elementor_data", "[]")], "meta keys of Elementor: _elementor_data"),
        ([meta("_edit_lock", "1:1")], "meta keys of WordPress: _edit_lock"),
        ([meta("_oembed_70ed185f6ebc273653236d0b13879d44", "<a>")],
         "meta keys of WordPress: _oembed_…"),
        ([meta("et_bigpost", "1")], "meta keys of Divi: et_bigpost"),
        ([meta("subtitle", "x"), meta("_subtitle", "field_5f2a1b")],
         "meta keys of Advanced Custom Fields: subtitle"),
        ([meta("team_3_name", "x"), meta("_team_3_name", "field_5f2a1b")],
         "meta keys of Advanced Custom Fields: team_N_name"),
        ([meta("rank_math_seo_score", "80")], "meta keys of Rank Math: rank_math_seo_score"),
        ([meta("_aioseo_keywords", "x")], "meta keys of All in One SEO: _aioseo_keywords"),
        ([meta("wpcf-author", "x")], "meta keys of Toolset: wpcf-author"),
        ([meta("dsq_thread_id", "4")], "meta keys of Disqus: dsq_thread_id"),
        ([meta("Post by", "A guest")], "other meta keys: Post by"),
        ([meta("", "x")], "other meta keys: (no name)"),
    ],
)  # fmt: skip
def test_key_that_is_not_imported_is_named_with_its_plug_in(import_items, inside, why):
    report = import_items(item(1, *inside))

    assert report.not_imported[why] == 1
    assert report.counts["Meta keys"] == {Outcome.SKIPPED: len(inside)}
    assert report.unaccounted() == {}


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("project_funder", "The Example Foundation", "**Project funder:** The Example Foundation"),
        ("funder", "A &amp; B", "**Funder:** A & B"),
        ("_hidden_note", "Words", "**Hidden note:** Words"),
        ("grades", 'a:2:{i:0;s:1:"9";i:1;s:2:"10";}', "**Grades:** 9, 10"),
        ("link", '<a href="https://example.com/">There</a>',
         "**Link:** [There](https://example.com/)"),
        ("bio", "<p>One.</p><p>Two.</p>", "**Bio:**\n\nOne.\n\nTwo."),
        ("Post by", "A guest", "**Post by:** A guest"),
        ("list", "<ul><li>One</li></ul>", "**List:**\n\n- One"),
        ("<b>", "x", "**\\<b>:** x"),
        ("empty", "", ""),
    ],
)  # fmt: skip
def test_kept_field_ends_the_text(import_items, key, value, text):
    choices = read_choices([], [key, "absent"])

    report = import_items(item(1, meta(key, value), meta("other", "x")), choices=choices)

    body = Post.objects.get().body
    assert body == (f"Some words.\n\n{text}" if text else "Some words.")
    assert report.counts["Meta keys"].total() == 2
    assert report.unaccounted() == {}


def test_repeated_field_is_kept_each_time(import_items):
    import_items(
        item(1, meta("who", "Ada"), meta("who", "Ben"), content=""),
        choices=read_choices([], ["who"]),
    )

    assert Post.objects.get().body == "**Who:** Ada\n\n**Who:** Ben"


def test_script_in_kept_field_is_not_shown(import_items, client):
    import_items(
        item(1, meta("who", "<script>alert(1)</script>Ada<img src=x onerror=alert(1)>")),
        choices=read_choices([], ["who"]),
    )

    page = client.get("/blog/post-1/").content.decode()
    assert "Ada" in page
    assert "alert(1)" not in page


def test_too_many_different_keys_are_counted_without_names(import_items):
    report = import_items(item(1, *(meta(f"key {number}x", "1") for number in range(1, 500))))

    assert len(report.not_imported) <= 301
    assert report.counts["Meta keys"] == {Outcome.SKIPPED: 499}


def test_page_whose_text_only_a_page_builder_has_is_listed(import_items):
    report = import_items(
        item(1, meta("_bricks_page_content_2", "a:1:{}"), post_type="page", content=""),
        item(2, post_type="page", content=" "),
        item(3, post_type="page", content="", status="draft"),
    )

    builder = "a page builder may have kept it in the meta key _bricks_page_content_2"
    assert report.remarks["Published without a text"] == [f"“Post 1”: {builder}", "“Post 2”"]
    assert Page.objects.get(slug="post-1").attention == f"It has no text: {builder}."

"""Links among the old site's own pages lead to their entries here."""

import pytest

from blog.models import Post
from content.models import Link
from tests.support.wordpress_exports import (
    attachment,
    author,
    item,
    meta,
    numbered_category,
    term,
)

pytestmark = pytest.mark.django_db

SITE = "https://old.example.org"


@pytest.mark.parametrize(
    ("address", "new"),
    [
        (f"{SITE}/reflections/post-2/", "/blog/post-2/"),
        (f"{SITE}/reflections/post-2", "/blog/post-2/"),
        ("http://www.old.example.org/reflections/post-2/", "/blog/post-2/"),
        ("http://OLD.example.org/Reflections/Post-2/", "/blog/post-2/"),
        ("//old.example.org/reflections/post-2/", "/blog/post-2/"),
        ("/reflections/post-2/", "/blog/post-2/"),
        ("../post-2/", "/blog/post-2/"),
        (f"{SITE}/?p=2", "/blog/post-2/"),
        ("/?p=2", "/blog/post-2/"),
        (f"{SITE}/?page_id=3", "/about-us/"),
        (f"{SITE}/index.php/reflections/post-2/", "/blog/post-2/"),
        (f"{SITE}/reflections/post-2/?utm_source=mail", "/blog/post-2/"),
        (f"{SITE}/reflections/post-2/#section", "/blog/post-2/#section"),
        (f"{SITE}/reflections/post-2/#comment-7", "/blog/post-2/"),
        (f"{SITE}/reflections/post-2/comment-page-2/", "/blog/post-2/"),
        (f"{SITE}/reflections/post-2/feed/", "/blog/post-2/"),
        (f"{SITE}/reflections/former-slug/", "/blog/post-2/"),
        ("http://blog.example.net/2012/05/second.html", "/blog/post-2/"),
        ("http://blog.example.net/2012/05/second.html?m=1", "/blog/post-2/"),
        ("/2012/05/second.html", "/blog/post-2/"),
        (f"{SITE}/category/analysis/", "/topics/analysis/"),
        (f"{SITE}/tag/rubrics/", "/tags/rubrics/"),
        (f"{SITE}/author/chris/", "/people/chris/"),
        (f"{SITE}/category/practice/analysis/", "/topics/analysis/"),
        (f"{SITE}/blog/category/analysis/page/2/", "/topics/analysis/"),
        (f"{SITE}/?cat=5", "/topics/analysis/"),
        (f"{SITE}/?category_name=practice/analysis", "/topics/analysis/"),
        (f"{SITE}/?tag=rubrics", "/tags/rubrics/"),
        (f"{SITE}/?author=4", "/people/chris/"),
        (f"{SITE}/?author_name=Chris", "/people/chris/"),
        (f"{SITE}/index.php?author=4", "/people/chris/"),
        (f"{SITE}/2014/", "/archive/2014/"),
        (f"{SITE}/2014/05/", "/archive/2014/5/"),
        (f"{SITE}/2014/05/03/page/2/", "/archive/2014/5/"),
        (f"{SITE}/2014/05", "/archive/2014/5/"),
        (f"{SITE}/date/2014/05/feed/", "/archive/2014/5/"),
        ("/?m=201405", "/archive/2014/5/"),
        ("/?m=2014", "/archive/2014/"),
        ("/?m=20140503", "/archive/2014/5/"),
        ("/?year=2014&monthnum=5", "/archive/2014/5/"),
        ("/?s=mastery+learning", "/search/?q=mastery+learning"),
        (f"{SITE}/feed/", "/feed/"),
        (f"{SITE}/att-9/", "/blog/post-2/"),
        (f"{SITE}/?attachment_id=9", "/blog/post-2/"),
        (f"{SITE}/?utm_source=mail", "/"),
        (f"{SITE}/", "/"),
        (SITE, "/"),
        ("#below", "#below"),
        ("mailto:ann@old.example.org", "mailto:ann@old.example.org"),
        ("https://elsewhere.example.com/?p=2", "https://elsewhere.example.com/?p=2"),
    ],
)
def test_link_leads_to_entry_in_any_spelling(import_items, address, new):
    report = import_items(
        author("chris", "Chris").replace(
            "<wp:author>", "<wp:author><wp:author_id>4</wp:author_id>"
        ),
        numbered_category("analysis", "Analysis", 5),
        item(
            1,
            term("category", "analysis", "Analysis"),
            term("post_tag", "rubrics", "Rubrics"),
            content=f'<p>See <a href="{address}">this</a>.</p><p id="below">There.</p>',
        ),
        item(
            2,
            meta("_wp_old_slug", "former-slug"),
            meta("blogger_blog", "blog.example.net"),
            meta("blogger_permalink", "/2012/05/second.html"),
        ),
        item(3, post_type="page", post_name="about-us", link=f"{SITE}/about-us/"),
        attachment(9, f"{SITE}/wp-content/uploads/a.png", link=f"{SITE}/att-9/", post_parent="2"),
    )

    body = Post.objects.get(slug="post-1").body
    assert body.startswith(f"See [this]({new})")
    assert "Links to pages of the old site that weren’t imported" not in report.remarks


def test_link_to_what_was_not_imported_is_listed(import_items):
    report = import_items(item(1, content=f'<a href="{SITE}/shop/cart/">Shop</a>'))

    post = Post.objects.get()
    assert post.body == f"[Shop]({SITE}/shop/cart/)"
    assert report.remarks["Links to pages of the old site that weren’t imported"] == [
        f"“Post 1”: {SITE}/shop/cart/"
    ]
    assert post.attention.splitlines()[-1] == (
        f"This page of the old site isn’t here: {SITE}/shop/cart/"
    )


@pytest.mark.parametrize("query", ["cat=3", "wpdmdl=55", "feed=rss2", "p=99", "m=201413"])
def test_link_that_asks_the_front_page_for_something_is_kept_and_listed(import_items, query):
    report = import_items(item(1, content=f'<a href="{SITE}/?{query}">This</a>'))

    assert Post.objects.get().body == f"[This]({SITE}/?{query})"
    assert report.remarks["Links to pages of the old site that weren’t imported"] == [
        f"“Post 1”: {SITE}/?{query}"
    ]


def test_what_links_here_knows_links_to_later_items(import_items):
    import_items(item(1, content='<a href="/?p=2">Later</a>'), item(2))

    link = Link.objects.get()
    assert (link.entry.slug, link.target.slug) == ("post-1", "post-2")


def test_link_to_item_of_another_file_of_the_site_is_found_the_next_time(import_items):
    import_items(item(1, content='<a href="/?p=2">Later</a>'))
    before = Post.objects.get(slug="post-1").body
    import_items(item(1, content='<a href="/?p=2">Later</a>'), item(2))

    assert (before, Post.objects.get(slug="post-1").body) == (
        "[Later](/?p=2)",
        "[Later](/blog/post-2/)",
    )

"""The original site's posts, and an entire other real site, imported from their exports.

These tests read the expected results from the XML themselves, without the importer's reader.
"""

import re
from collections import Counter
from datetime import datetime
from unicodedata import category, normalize
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest
from django.utils import timezone
from lxml import etree

from blog.models import Comment, Post
from content.models import Entry, Page, Person, Topic
from imports.wordpress.importer import import_exports
from tests.support.corpus import corpus_path, read_json
from tests.support.imported_exports import import_as_documented

pytestmark = pytest.mark.django_db

PAGES = ["home-2018-10", "archive-2014"]
NAMESPACES = {
    "wp": "http://wordpress.org/export/1.2/",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
# The corpus's shortcodes, which WordPress removes from what it shows.
CAPTION = re.compile(r"\[/?caption[^\]]*\]")
BREAKS = {
    "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "table", "td", "th", "tr", "ul",
}  # fmt: skip
HIDDEN = {"script", "style"}


@pytest.fixture(params=PAGES)
def original(request):
    """Import the posts that a page of the original site listed, and return what it listed."""
    expected = read_json(f"competencyworks/{request.param}.expected.json")
    report = import_exports([corpus_path(f"competencyworks/{request.param}.wxr.xml")])
    assert report.failures == []
    return expected


def read_tree(html: str) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(html or "", create_parent="div")


def list_words(html: str) -> list[str]:
    tree = read_tree(html)
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in HIDDEN:
            element.drop_tree()
        elif element.tag in BREAKS:
            element.text = f" {element.text or ''}"
            element.tail = f" {element.tail or ''}"
    # Control characters, which no one sees, aren't imported.
    text = "".join(c for c in tree.text_content() if c.isspace() or category(c) != "Cc")
    return normalize("NFC", text).split()


def links_of(html: str) -> set[str]:
    return {
        unquote(element.get(name).strip())
        for element in read_tree(html).iter("a", "img", "iframe", "embed")
        for name in ("href", "src")
        if element.get(name, "").strip()
    }


def test_front_page_lists_posts_in_original_order(original, client):
    page = lxml.html.document_fromstring(client.get("/").content)

    listed = [
        (link.text_content().strip(), link.get("href"))
        for link in page.xpath("//main//article/h2/a")
    ]
    moments = [
        datetime.fromisoformat(element.get("datetime"))
        for element in page.xpath("//main//article//time")
    ]
    assert listed == [(post["title"], f"/blog/{post['slug']}/") for post in original]
    assert moments == [datetime.fromisoformat(post["date"]) for post in original]


def test_posts_match_original(original):
    posts = [
        {
            "title": post.title,
            "slug": post.slug,
            "date": timezone.localtime(post.published_at).isoformat(),
            "more": post.has_more,
            "first_words": " ".join(
                list_words(post.body_html)[: len(expected["first_words"].split())]
            ),
            "old_path": expected["old_path"],
            "guid": post.guid,
        }
        for post, expected in zip(Post.objects.published().newest_first(), original, strict=True)
    ]

    assert posts == original


def test_every_old_address_redirects_once_to_its_post(original, client):
    for post in original:
        number = post["guid"].rpartition("/")[2]
        for path in (post["old_path"], post["old_path"].rstrip("/"), f"/{number}"):
            response = client.get(path)
            assert (path, response.status_code, response.get("Location")) == (
                path,
                301,
                f"/blog/{post['slug']}/",
            )
        assert client.get(f"/blog/{post['slug']}/").status_code == 200


def test_feed_keeps_every_guid(original, client):
    feed = etree.fromstring(client.get("/feed/").content)

    assert feed.xpath("//item/guid/text()") == [post["guid"] for post in original]


def test_real_site_is_imported_completely_and_once():
    path = corpus_path("wxr/cc-labs.xml")
    items = etree.parse(path).findall(".//item")
    posts = [item for item in items if value(item, "wp:post_type") == "post"]

    first, second = import_as_documented(path)

    assert (first.failures, second.failures) == ([], [])
    assert (Post.objects.count(), Page.objects.count()) == (len(posts), len(items) - len(posts))
    assert (len(posts), Person.objects.count()) == (219, 30)
    assert Counter(Comment.objects.values_list("status", flat=True)) == count_comments(posts)
    assert Comment.objects.exclude(parent=None).count() == len(
        [comment for comment in comments_of(posts) if value(comment, "wp:comment_parent") != "0"]
    )
    assert find_losses(items) == []
    assert {
        outcome
        for counter in second.counts.values()
        for outcome, number in counter.items()
        if number
    } <= {"unchanged", "skipped"}
    # Its files, without the uploads folder.
    assert second.counts["Files"] == first.counts["Files"]


@pytest.mark.parametrize("name", ["malformed.xml", "malformed-simple.xml"])
def test_malformed_exports_are_rejected_with_one_sentence(name):
    path = corpus_path(f"wxr/{name}")

    report = import_exports([path])

    ((where, reason),) = report.failures
    assert where == str(path)
    assert re.fullmatch(rf"{re.escape(str(path))} .* line \d+.*[^.]\.", reason)
    assert Entry.objects.count() == 0


def value(element: etree._Element, name: str) -> str:
    return element.findtext(name, default="", namespaces=NAMESPACES)


def comments_of(items: list[etree._Element]) -> list[etree._Element]:
    return [comment for item in items for comment in item.findall("wp:comment", NAMESPACES)]


def count_comments(items: list[etree._Element]) -> Counter:
    """Return the expected statuses of the export's comments: only readers' comments are shown."""
    return Counter(
        "approved" if value(comment, "wp:comment_type") == "" else "hidden"
        for comment in comments_of(items)
        if value(comment, "wp:comment_approved") == "1"
    )


def find_losses(items: list[etree._Element]) -> list[tuple[str, list[str], list[str]]]:
    """Return each incomplete item: its link, and the words and links that its entry lacks.

    A link to another item or a category has to lead to its entry or topic.
    """
    shown = dict(Entry.objects.values_list("guid", "body_html"))
    entries = {entry.guid: entry.get_absolute_url() for entry in Entry.objects.all()}
    here = {
        page_of(address): entries[item.findtext("guid")]
        for item in items
        for address in (item.findtext("guid"), item.findtext("link"))
    }
    here |= {
        f"{value(items[0], 'link').split('/')[2]}/category/{topic.slug}": topic.get_absolute_url()
        for topic in Topic.objects.all()
    }
    losses = []
    for item in items:
        stored = CAPTION.sub(" ", value(item, "content:encoded"))
        html = shown[item.findtext("guid")]
        words = Counter(list_words(stored)) - Counter(list_words(html))
        base = item.findtext("link")
        links = [
            link
            for link in links_of(stored) - links_of(html)
            if absolute(link, base) not in links_of(html)
            and link not in unquote(html)
            and here.get(page_of(absolute(link, base))) not in pages_of(html)
        ]
        if words or links:
            losses.append((base, sorted(words), sorted(links)))
    return losses


def absolute(link: str, base: str) -> str:
    return lxml.html.urljoin(base, link) if not urlsplit(link).scheme else link


def page_of(address: str) -> str:
    """Return an address without what makes no difference to the page."""
    bare = unquote(address).partition("#")[0].rstrip("/")
    return bare.removeprefix("http://").removeprefix("https://").removeprefix("www.").lower()


def pages_of(html: str) -> set[str]:
    return {link.partition("#")[0] for link in links_of(html)}

"""The export for WordPress: by the rules of its importer's parsers, and by our own importer."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from lxml import etree

from blog.models import Comment, Post, Series
from blog.services.series import place_part
from content.editing.saving import save_entry
from content.kinds import all_kinds
from content.media.images import add_image
from content.media.renditions import make_renditions
from content.models import Image, Page, Topic
from events.models import Event
from imports.reports import Outcome
from imports.site.exporting import WXR, export_site
from imports.wordpress.importer import import_exports
from imports.wordpress.post_types import read_choices
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    EventFactory,
    PageFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    PublicationFactory,
    ResourceFactory,
    SeriesFactory,
    TopicFactory,
)
from tests.support.exported_sites import empty_database, fill_site
from tests.support.pdfs import pdf
from tests.support.pictures import picture
from wiki.models import Article, Publication, Resource
from wiki.services.publication_files import add_file

pytestmark = pytest.mark.django_db(transaction=True)

NAMESPACES = {
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": "http://wordpress.org/export/1.2/",
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
# What WXR_Parser_SimpleXML of WordPress's importer (0.8) reads of each.
ITEM = [
    "title", "guid", "dc:creator", "content:encoded", "excerpt:encoded", "wp:post_id",
    "wp:post_date", "wp:post_date_gmt", "wp:comment_status", "wp:ping_status", "wp:post_name",
    "wp:status", "wp:post_parent", "wp:menu_order", "wp:post_type", "wp:post_password",
    "wp:is_sticky",
]  # fmt: skip
COMMENT = [
    "comment_id", "comment_author", "comment_author_email", "comment_author_IP",
    "comment_author_url", "comment_date", "comment_date_gmt", "comment_content",
    "comment_approved", "comment_type", "comment_parent", "comment_user_id",
]  # fmt: skip
AUTHOR = ["author_id", "author_login", "author_email", "author_display_name",
          "author_first_name", "author_last_name"]  # fmt: skip
CATEGORY = ["term_id", "category_nicename", "category_parent", "cat_name", "category_description"]


def export_wxr(folder: Path, **options) -> list[Path]:
    export_site(folder, format=WXR, **options)
    return sorted(folder.glob("*.xml"))


def children(element, names: list[str], prefix: str = "") -> dict[str, list[str]]:
    return {
        name: [child.text or "" for child in element.findall(f"{prefix}{name}", NAMESPACES)]
        for name in names
    }


def test_every_file_follows_the_rules_of_wordpress_parsers(tmp_path):
    fill_site()

    files = export_wxr(tmp_path / "export")

    numbers, parents = [], set()
    for file in files:
        tree = etree.parse(file)
        channel = tree.find("channel")
        assert {key: tree.getroot().nsmap[key] for key in NAMESPACES} == NAMESPACES
        assert channel.findtext("wp:wxr_version", "", NAMESPACES) == "1.2"
        assert channel.findtext("wp:base_site_url", "", NAMESPACES).startswith("http")
        for author in channel.findall("wp:author", NAMESPACES):
            assert all(len(found) == 1 for found in children(author, AUTHOR, "wp:").values())
        known = {""}
        for category in channel.findall("wp:category", NAMESPACES):
            found = children(category, CATEGORY, "wp:")
            assert all(len(values) == 1 for values in found.values())
            # Its importer adds them in order.
            assert found["category_parent"][0] in known
            known.add(found["category_nicename"][0])
        for item in channel.findall("item"):
            found = {name: values[0] for name, values in children(item, ITEM).items()}
            numbers.append(int(found["wp:post_id"]))
            parents.add(int(found["wp:post_parent"]))
            assert MOMENT.fullmatch(found["wp:post_date"])
            assert MOMENT.fullmatch(found["wp:post_date_gmt"])
            assert found["wp:status"] in ("publish", "future", "draft", "pending", "inherit")
            if found["wp:post_type"] == "attachment":
                assert item.findtext("wp:attachment_url", "", NAMESPACES).startswith("http")
            for term in item.findall("category"):
                assert all([term.get("domain"), term.get("nicename"), term.text])
            for comment in item.findall("wp:comment", NAMESPACES):
                facts = children(comment, COMMENT, "wp:")
                assert all(len(values) == 1 for values in facts.values())
                assert facts["comment_approved"][0] in ("0", "1", "trash")
                assert facts["comment_author_email"] == [""]
    assert len(numbers) == len(set(numbers))
    assert parents <= {0, *numbers}


def test_markup_that_would_end_a_section_is_kept(tmp_path):
    post = PostFactory(title="A ]]> B & <C>", body="Text ]]> and `<![CDATA[`.")

    files = export_wxr(tmp_path / "export")

    (item,) = [item for file in files for item in etree.parse(file).iter("item")]
    assert item.findtext("title") == post.title
    assert item.findtext("content:encoded", "", NAMESPACES) == post.body_html


def test_own_importer_gives_the_same_posts_pages_addresses_and_comments(tmp_path):
    people = [PersonFactory(name="Ana Ruiz", slug="ana-ruiz"), PersonFactory(name="Bo", slug="bo")]
    topic = TopicFactory(name="Assessment", slug="assessment", parent=TopicFactory(slug="above"))
    moment = datetime(2019, 5, 7, 12, tzinfo=UTC)
    post = PostFactory(
        title="A & B", slug="a-and-b", summary="In short", authors=people, topics=[topic],
        tags=["rubrics"], places=[PlaceFactory()], published_at=moment, is_sticky=True,
        body="*With* a [link](https://example.org/).\n\n<!--more-->\n\n## Second\n\n- a\n- b",
    )  # fmt: skip
    post.slug = "c"
    save_entry(entry=post, by=None)
    first = CommentFactory(post=post, name="Reader", text="One")
    CommentFactory(post=post, name="Other", text="Two", parent=first)
    CommentFactory(post=post, text="Waits", status=Comment.Status.PENDING)
    PostFactory(title="Draft", draft=True, comments_open=False)
    PageFactory(title="About", slug="about")

    before = describe_site()
    files = export_wxr(tmp_path / "export", with_private=True)
    empty_database()
    report = import_exports(files)

    assert report.failures == []
    assert describe_site() == before


def test_own_importer_gives_the_same_entries_of_all_kinds_with_their_files(tmp_path):
    moment = datetime(2019, 5, 7, 12, tzinfo=UTC)
    image = add_image(file=picture(size=(900, 600)), name="dot.png", alt="A dot")
    below = ArticleFactory(
        title="An article", body="See [the report](/library/r/).", published_at=moment
    )
    Article.objects.filter(pk=below.pk).update(
        parent=ArticleFactory(title="Above", published_at=moment)
    )
    ResourceFactory(
        title="Theirs", url="https://them.example.org/x", made_by="Them", format="book", year=2011,
        lead_image=image, body=f"![A dot]({image.url})", published_at=moment,
        archived_url="https://web.archive.org/web/2011/https://them.example.org/x",
    )  # fmt: skip
    ResourceFactory(
        title="Only archived", url="", archived_url="https://web.archive.org/web/2/y",
        format="report", published_at=moment,
    )  # fmt: skip
    publication = PublicationFactory(
        title="Ours", format="paper", year=2018, slug="r", published_at=moment, edition="Second",
        publisher="Example Press", isbn="978-0-306-40615-7", doi="10.1000/182",
    )  # fmt: skip
    add_file(publication=publication, title="Full report", file=BytesIO(pdf("Words")), name="r.pdf")
    EventFactory(
        title="Talk", starts_at=moment, ends_at=moment + timedelta(hours=1), is_online=False,
        time_zone="America/Denver", venue="Town hall", event_type="session", published_at=moment,
        address="1 Main Street, Denver, CO", room="2 B", host_name="The Example Foundation",
        host_url="https://foundation.example.org/", what_to_bring="A laptop\n\nA question",
        accessibility="Captions",
    )  # fmt: skip
    series = SeriesFactory(title="Three posts", planned_parts=3, published_at=moment)
    second, first = PostFactory(title="Second"), PostFactory(title="First")
    place_part(post=second, series=series)
    place_part(post=first, series=series, position=1)

    before = describe_kinds(image.url)
    files = export_wxr(tmp_path / "export")
    empty_database()
    report = import_exports(
        files,
        media_folder=Path(settings.MEDIA_ROOT),
        choices=read_choices(
            [
                "article=articles",
                "resource=resources",
                "publication=publications",
                "event=events",
                "series=series",
            ]
        ),
    )

    assert report.failures == []
    # Files are added under a new name.
    assert describe_kinds(Image.objects.get().url) == before
    assert report.counts["Parts of series"] == {Outcome.NEW: 2}


def test_texts_have_no_copies_of_images_in_other_sizes(tmp_path):
    image = add_image(file=picture(size=(900, 600)), name="dot.png", alt="A dot")
    make_renditions(image_id=image.pk)
    post = PostFactory(body=f"![A dot]({image.url})")
    assert "<source" in post.body_html

    files = export_wxr(tmp_path / "export")

    html = next(etree.parse(files[0]).iter("item")).findtext("content:encoded", "", NAMESPACES)
    addresses = [item.findtext("wp:attachment_url", "", NAMESPACES)
                 for item in etree.parse(files[-1]).iter("item")]  # fmt: skip
    assert re.findall(r'(?:src|srcset)="([^"]+)"', html) == addresses


def test_files_with_the_same_name_and_moment_stay_apart(tmp_path):
    moment = datetime(2019, 5, 7, 12, tzinfo=UTC)
    for color in ("red", "green"):
        image = add_image(file=picture(color=color), name="x.png", alt="x")
        Image.objects.filter(pk=image.pk).update(original_name="photo.jpg", uploaded_at=moment)

    files = export_wxr(tmp_path / "export")

    assert [item.findtext("title") for item in etree.parse(files[-1]).iter("item")] == [
        "photo.jpg",
        "photo.jpg (2)",
    ]


def test_author_has_a_name_that_wordpress_takes(tmp_path):
    person = PersonFactory(name="Zoë", slug="zoë")
    PostFactory(authors=[person, PersonFactory(slug="a" * 61)])

    files = export_wxr(tmp_path / "export")

    tree = etree.parse(files[0])
    logins = [
        found.text for found in tree.iterfind("channel/wp:author/wp:author_login", NAMESPACES)
    ]
    assert logins == [f"person-{person.pk}", f"person-{person.pk + 1}"]
    assert tree.findtext("channel/item/dc:creator", "", NAMESPACES) == logins[0]


def test_readme_names_every_kind_and_what_is_left_out(tmp_path):
    PostFactory()

    export_wxr(tmp_path / "export")

    readme = (tmp_path / "export" / "README.md").read_text()
    types = (tmp_path / "export" / "entry-kinds.php").read_text()
    assert all(
        words in readme
        for words in ("entry-kinds.php", "biographies", "companions", "recordings", "registrations")
    )
    assert re.findall(r"register_post_type\( '(\w+)'", types) == [
        kind.name for kind in all_kinds() if kind.name not in ("post", "page")
    ]


def describe_kinds(image_url: str) -> str:
    common = (
        "title",
        "slug",
        "guid",
        "status",
        "published_at",
        "summary",
        "body",
        "lead_image__alt",
    )
    kinds = [
        list(Article.objects.order_by("guid").values_list(*common, "parent__title")),
        [
            (*[getattr(series, name) for name in common[:-1]], series.planned_parts, parts)
            for series in Series.objects.all()
            for parts in [list(series.parts.order_by("part_number").values_list("title"))]
        ],
        list(
            Resource.objects.order_by("guid").values_list(
                *common, "url", "archived_url", "made_by", "format", "year"
            )
        ),
        list(
            Publication.objects.values_list(
                *common, "format", "year", "files__title", "publisher", "edition", "isbn", "doi"
            )
        ),
        list(
            Event.objects.values_list(
                *common,
                "starts_at",
                "ends_at",
                "time_zone",
                "venue",
                "event_type",
                "is_online",
                "address",
                "room",
                "host_name",
                "host_url",
                "what_to_bring",
                "accessibility",
            )
        ),
    ]
    return repr(kinds).replace(image_url, "IMAGE")


def describe_site() -> list:
    posts = [
        [
            entry.title,
            entry.slug,
            entry.guid,
            entry.status,
            entry.summary,
            entry.body,
            entry.published_at,
            [person.slug for person in entry.authors],
            sorted(topic.slug for topic in entry.topics.all()),
            sorted(tag.slug for tag in entry.tags.all()),
            (entry.is_sticky, entry.comments_open),
            [
                (
                    comment.name,
                    comment.text,
                    comment.created_at.replace(microsecond=0),
                    comment.parent and comment.parent.text,
                    comment.status == "approved",
                )
                for comment in entry.comments.order_by("created_at", "pk")
            ],
            entry.redirects.filter(old_path="/blog/a-and-b/").exists(),
        ]
        for entry in Post.objects.order_by("guid")
    ]
    pages = list(Page.objects.values_list("title", "slug", "body", "status"))
    topics = list(Topic.objects.order_by("slug").values_list("slug", "name", "parent__slug"))
    return [posts, pages, topics]

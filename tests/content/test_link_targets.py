"""What the editor offers to link to."""

from io import BytesIO

import pytest

from content.editing.link_targets import LinkTarget, find_link_targets
from content.editing.saving import save_entry
from content.media.documents import add_document
from tests.factories import ArticleFactory, PostFactory, UserFactory
from tests.support.pdfs import pdf
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client):
    return sign_in(client, "Writers")


def titles(words: str, user) -> list[str]:
    return [target.title for target in find_link_targets(words, user=user)]


def test_link_targets_have_all_words_and_come_closest_first(writer):
    PostFactory(title="Why seat time matters")
    PostFactory(title="Seat time in Maine")
    ArticleFactory(title="Seat time")
    PostFactory(title="Time")

    assert titles("seat  time", writer) == [
        "Seat time",
        "Seat time in Maine",
        "Why seat time matters",
    ]


def test_link_targets_without_words_are_the_newest(writer):
    PostFactory(title="One")
    PostFactory(title="Two")

    assert titles("", writer) == ["Two", "One"]


def test_link_targets_are_what_the_writer_may_read(writer):
    PostFactory(title="A draft of someone else", draft=True)
    mine = PostFactory(title="A draft of mine", slug="mine", draft=True, created_by=writer)

    assert find_link_targets("draft", user=writer) == [
        LinkTarget("Post, not published", "A draft of mine", mine.get_absolute_url(), "")
    ]


def test_link_target_says_what_wiki_link_leads_there(writer):
    article = ArticleFactory(title="Seat time")
    # The wiki link with this title leads to the article.
    post = PostFactory(title="Seat time")
    odd = ArticleFactory(title="Seat time [draft]")

    found = find_link_targets("seat time", user=writer)

    assert {each.path: each.wiki for each in found} == {
        article.get_absolute_url(): "Seat time",
        post.get_absolute_url(): "",
        odd.get_absolute_url(): "",
    }


def test_link_targets_include_documents(writer):
    document = add_document(file=BytesIO(pdf("A page")), name="a.pdf", title="Annual report")

    assert find_link_targets("report", user=writer) == [
        LinkTarget("Document", "Annual report", document.file.url, "")
    ]


def test_sections_of_an_entry_are_link_targets(writer):
    article = ArticleFactory.build(title="Seat time", body="## What it is\n\na\n\n## Why\n\nb")
    save_entry(entry=article, by=UserFactory())
    path = article.get_absolute_url()
    article.status = "published"
    save_entry(entry=article, by=UserFactory(is_superuser=True))

    assert find_link_targets("seat time#w", user=writer) == [
        LinkTarget(
            "Section of Seat time",
            "What it is",
            f"{path}#section-what-it-is",
            "Seat time#What it is",
        ),
        LinkTarget("Section of Seat time", "Why", f"{path}#section-why", "Seat time#Why"),
    ]
    assert titles("seat time # what", writer) == ["What it is"]
    assert titles("no such title#a", writer) == []


def test_editor_searches_link_targets(client, writer):
    post = PostFactory(title="Seat time", slug="seat-time")

    response = client.get("/admin/links/", {"q": "seat time"})

    assert response.json() == {
        "targets": [
            {
                "label": "Post",
                "title": "Seat time",
                "path": post.get_absolute_url(),
                "wiki": "Seat time",
            }
        ]
    }


def test_visitor_gets_no_link_targets(client):
    assert client.get("/admin/links/").status_code == 403


def test_link_targets_need_as_many_queries_for_many(writer, django_assert_num_queries):
    PostFactory.create_batch(12)

    with django_assert_num_queries(6):
        find_link_targets("", user=writer)

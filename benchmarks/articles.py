"""An article with 50 links to it and with 500; with 50 revisions and with 1,000."""

import re
from datetime import timedelta
from html import unescape

from django.test import Client
from django.utils import timezone

from benchmarks.pages import milliseconds, report
from benchmarks.posts import BODY
from content.editing.saving import save_entry
from content.models import Link, Revision
from wiki.models import Article

OLDER = re.compile(r'rel="next" href="[^"?]*(\?[^"]+)"')
# A page shows 50 of each.
FEW, MANY_LINKS, MANY_REVISIONS = 50, 500, 1_000


def run() -> None:
    # Delete what an earlier run left.
    Article.objects.all().delete()
    Revision.objects.all().delete()
    few = make_article("few", links=FEW, revisions=FEW)
    many = make_article("many", links=MANY_LINKS, revisions=MANY_REVISIONS)
    with_few, with_many = few.get_absolute_url(), many.get_absolute_url()
    compare("article, 50 → 500 incoming links", with_few, with_many)
    compare("history, 50 → 1,000 revisions", f"{with_few}history/", f"{with_many}history/")
    first, last = ends_of(many)
    compare("history, newest → oldest", f"{with_many}history/", oldest_page(f"{with_many}history/"))
    compare(
        "one revision, of 50 → of 1,000",
        f"/wiki/revisions/{ends_of(few)[0]}/",
        f"/wiki/revisions/{first}/",
    )
    compare(
        "two compared, side by side → inline",
        f"{with_many}compare/?a={first}&b={last}&view=side",
        f"{with_many}compare/?a={first}&b={last}&view=inline",
    )


def compare(what: str, one: str, other: str) -> None:
    report(what, milliseconds(one), milliseconds(other))


def make_article(slug: str, *, links: int, revisions: int) -> Article:
    """Return an article with this many links to it and this many revisions, created in bulk."""
    begun = timezone.now() - timedelta(days=revisions + 1)
    article = Article(
        title=f"An article with {slug}",
        slug=f"benchmark-{slug}",
        body=BODY,
        status="published",
        published_at=begun,
    )
    save_entry(entry=article, by=None)
    first = article.revisions.get()
    copies = [
        Revision(
            entry=article,
            kind=first.kind,
            data={**first.data, "body": f"{BODY}\n\nChanged for the {number}th time."},
            status=first.status,
            published_at=first.published_at,
            created_at=begun + timedelta(days=number),
        )
        for number in range(1, revisions)
    ]
    Revision.objects.bulk_create(copies, batch_size=200)
    sources = [
        Article(
            title=f"Source {number} of {slug}",
            slug=f"source-{number}-{slug}",
            body=f"See [[{article.title}]].",
            status="published",
            published_at=begun,
        )
        for number in range(links)
    ]
    for source in sources:
        save_entry(entry=source, by=None)
    assert Link.objects.filter(target=article).count() == links
    return article


def ends_of(article: Article) -> tuple[int, int]:
    """Return the numbers of the first and the last revision."""
    numbers = article.revisions.order_by("created_at").values_list("pk", flat=True)
    return numbers[0], numbers[numbers.count() - 1]


def oldest_page(path: str) -> str:
    """Return the address of a listing's last page, found by turning every page."""
    client, address = Client(), path
    while older := OLDER.search(client.get(address).content.decode()):
        address = path + unescape(older[1])
    return address

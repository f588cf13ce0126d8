"""Reports for the wiki's editors: one list for each way in which a wiki becomes stale."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Upper
from django.utils import timezone

from content.models import Entry, Link, ViewCount, WebAddress
from content.querysets import published
from wiki.models import Article

DAYS_COUNTED = 90
DAYS_OF_GRACE = 30
BROKEN = [WebAddress.State.DEAD, WebAddress.State.FAILING, WebAddress.State.REFUSED]


@dataclass(frozen=True, kw_only=True)
class WikiReport:
    """`rows` returns articles, or what `template` shows; `advice` tells editors what to do."""

    name: str
    title: str
    advice: str
    rows: Callable[[], QuerySet]
    template: str = "admin/wiki/report_articles.html"
    column: str = ""  # the heading of each row's `value`


def public_articles() -> QuerySet[Article]:
    articles = Article.objects.published()
    return articles.as_links("modified_at", "review_by")


def incoming() -> QuerySet[Link]:
    """Links from other public entries to the article in the outer query."""
    return Link.objects.filter(published("entry__"), target=OuterRef("pk")).exclude(
        entry=OuterRef("pk")
    )


def wanted() -> QuerySet:
    """Return {title, words_used, value: number of entries}, the most wanted first."""
    links = Link.objects.filter(published("entry__"), target=None).exclude(title="")
    return (
        links.values("title")
        .annotate(
            words_used=ArrayAgg("words", distinct=True),
            value=Count("entry", distinct=True),
        )
        .order_by("-value", "title")
    )


def links_to_wanted_titles(titles: list[str]) -> QuerySet[Link]:
    """Return the links from public entries to these titles that no public entry has."""
    links = Link.objects.filter(published("entry__"), target=None, title__in=titles)
    return links.select_related("entry").order_by("title", "entry__title", "pk")


def drafts_titled(titles: list[str]) -> QuerySet[Entry]:
    """Return the entries with these titles that aren't public."""
    titled = Entry.objects.annotate(upper_title=Upper("title")).filter(upper_title__in=titles)
    return titled.exclude(published()).as_links()


def orphans() -> QuerySet[Article]:
    return public_articles().filter(~Exists(incoming())).order_by("title")


def dead_ends() -> QuerySet[Article]:
    outgoing = Link.objects.filter(published("target__"), entry=OuterRef("pk")).exclude(
        target=OuterRef("pk")
    )
    return public_articles().filter(~Exists(outgoing)).order_by("title")


def broken_links() -> QuerySet[Link]:
    """Return links from public entries whose address fails, dead ones first."""
    links = Link.objects.filter(published("entry__"), web_address__state__in=BROKEN)
    return links.select_related("web_address", "entry").order_by(
        "web_address__state", "web_address__failing_since", "address", "pk"
    )


def to_review() -> QuerySet[Article]:
    due = public_articles().filter(review_by__lte=timezone.localdate())
    return due.annotate(value=F("review_by")).order_by("review_by", "title")


def most_read() -> QuerySet[Article]:
    since = timezone.localdate() - timedelta(days=DAYS_COUNTED)
    views = ViewCount.objects.filter(entry=OuterRef("pk"), day__gt=since).values("entry")
    total = Subquery(views.annotate(total=Sum("count")).values("total"))
    articles = public_articles().annotate(value=Coalesce(total, 0, output_field=IntegerField()))
    return articles.filter(value__gt=0).order_by("-value", "title")


def most_linked() -> QuerySet[Article]:
    total = (
        incoming()
        .order_by()
        .values("target")
        .annotate(total=Count("entry", distinct=True))
        .values("total")
    )
    articles = public_articles().annotate(
        value=Coalesce(Subquery(total), 0, output_field=IntegerField())
    )
    return articles.filter(value__gt=0).order_by("-value", "title")


def never_updated() -> QuerySet[Article]:
    """Return articles that no one has changed since they were published, oldest first.

    Recent articles are left out.
    """
    unchanged = Q(
        modified_at__lt=F("published_at") + timedelta(days=1),
        published_at__lt=timezone.now() - timedelta(days=DAYS_OF_GRACE),
    )
    articles = public_articles().filter(unchanged)
    return articles.annotate(value=F("published_at")).order_by("published_at", "title")


REPORTS = {
    report.name: report
    for report in (
        WikiReport(
            name="wanted",
            title="Wanted articles",
            advice="Entries link to these titles, and no entry has them. Write the article, or "
            "change the link if another article covers the subject.",
            rows=wanted,
            template="admin/wiki/report_wanted.html",
        ),
        WikiReport(
            name="orphans",
            title="Orphans",
            advice="No entry links to these, so readers find them only by chance. Link to them "
            "from related entries.",
            rows=orphans,
        ),
        WikiReport(
            name="dead-ends",
            title="Dead ends",
            advice="These don’t link to any other entry on this site. Put [[ ]] around "
            "terms that another article explains.",
            rows=dead_ends,
        ),
        WikiReport(
            name="broken-links",
            title="Broken links",
            advice="These lead readers nowhere. Find the page’s new address, or link to a "
            "copy in an archive.",
            rows=broken_links,
            template="admin/wiki/report_links.html",
        ),
        WikiReport(
            name="to-review",
            title="To review",
            advice="These have reached their review date. Update them, and set a new date.",
            rows=to_review,
            column="Since",
        ),
        WikiReport(
            name="most-read",
            title="Most read",
            advice=f"What people read most in the last {DAYS_COUNTED} days. Update these first.",
            rows=most_read,
            column="Times",
        ),
        WikiReport(
            name="most-linked",
            title="Most linked",
            advice="What other entries link to most.",
            rows=most_linked,
            column="Links",
        ),
        WikiReport(
            name="never-updated",
            title="Never updated",
            advice="No one has changed these since they were published, oldest first. Read them. "
            "If one is still accurate, save it with the note “still true” to remove it from here.",
            rows=never_updated,
            column="Since",
        ),
    )
}

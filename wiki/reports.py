"""What the keepers of the wiki should look at: one list for each way in which it goes stale."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Upper
from django.utils import timezone

from content.models import Entry, Link, WebAddress
from content.querysets import published
from wiki.models import Article, ReadCount

DAYS_COUNTED = 90
DAYS_OF_GRACE = 30
BROKEN = [WebAddress.State.DEAD, WebAddress.State.FAILING, WebAddress.State.REFUSED]


@dataclass(frozen=True, kw_only=True)
class WikiReport:
    """`rows` are articles, or what `template` shows; `advice` says how to work through them."""

    name: str
    title: str
    advice: str
    rows: Callable[[], QuerySet]
    template: str = "admin/wiki/report_articles.html"
    column: str = ""  # what `value` of each row says


def public_articles() -> QuerySet[Article]:
    articles = Article.objects.published()
    return articles.as_links("modified_at", "review_by")


def incoming() -> QuerySet[Link]:
    """Links to the article at hand from other public entries."""
    return Link.objects.filter(published("entry__"), target=OuterRef("pk")).exclude(
        entry=OuterRef("pk")
    )


def wanted() -> QuerySet:
    """{title, words_used, value: by how many entries}, the most wanted first."""
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
    """Return the links of public entries to these titles, which nothing public has."""
    links = Link.objects.filter(published("entry__"), target=None, title__in=titles)
    return links.select_related("entry").order_by("title", "entry__title", "pk")


def drafts_titled(titles: list[str]) -> QuerySet[Entry]:
    """Return the entries with these titles that are not public."""
    called_so = Entry.objects.annotate(upper_title=Upper("title")).filter(upper_title__in=titles)
    return called_so.exclude(published()).only("kind", "title")


def orphans() -> QuerySet[Article]:
    return public_articles().filter(~Exists(incoming())).order_by("title")


def dead_ends() -> QuerySet[Article]:
    outgoing = Link.objects.filter(published("target__"), entry=OuterRef("pk")).exclude(
        target=OuterRef("pk")
    )
    return public_articles().filter(~Exists(outgoing)).order_by("title")


def broken_links() -> QuerySet[Link]:
    """Links of public entries of any kind whose address fails, here or elsewhere; dead first."""
    links = Link.objects.filter(published("entry__"), web_address__state__in=BROKEN)
    return links.select_related("web_address", "entry").order_by(
        "web_address__state", "web_address__failing_since", "address", "pk"
    )


def to_review() -> QuerySet[Article]:
    due = public_articles().filter(review_by__lte=timezone.localdate())
    return due.annotate(value=F("review_by")).order_by("review_by", "title")


def most_read() -> QuerySet[Article]:
    since = timezone.localdate() - timedelta(days=DAYS_COUNTED)
    reads = ReadCount.objects.filter(entry=OuterRef("pk"), day__gt=since).values("entry")
    total = Subquery(reads.annotate(total=Sum("count")).values("total"))
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
    """Articles that nobody has changed since the day on which they came out, the oldest first.

    One that came out in the last weeks need not have been.
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
            advice="Texts link to these titles, and nothing is called so. Write the article, or "
            "change the link where another article says it.",
            rows=wanted,
            template="admin/wiki/report_wanted.html",
        ),
        WikiReport(
            name="orphans",
            title="Orphans",
            advice="No text links to these, so that a reader comes to them by chance. Link to them "
            "from where a reader would want them.",
            rows=orphans,
        ),
        WikiReport(
            name="dead-ends",
            title="Dead ends",
            advice="These link to nothing else that readers find on this site. Put [[ ]] around "
            "what another article explains.",
            rows=dead_ends,
        ),
        WikiReport(
            name="broken-links",
            title="Broken links",
            advice="Who follows these finds nothing. Look where the page has gone, or link to a "
            "copy that an archive keeps.",
            rows=broken_links,
            template="admin/wiki/report_links.html",
        ),
        WikiReport(
            name="to-review",
            title="To be reviewed",
            advice="The day has come on which somebody wanted these looked at again. Mend what has "
            "changed, and set the next day.",
            rows=to_review,
            column="Since",
        ),
        WikiReport(
            name="most-read",
            title="Most read",
            advice=f"What was read most in the last {DAYS_COUNTED} days: keep these true first.",
            rows=most_read,
            column="Times",
        ),
        WikiReport(
            name="most-linked",
            title="Most linked",
            advice="What other texts rely on most.",
            rows=most_linked,
            column="Links",
        ),
        WikiReport(
            name="never-updated",
            title="Never updated since",
            advice="Nobody has changed these since they came out, the oldest first. Read them: "
            "saved with the note “still true”, one leaves this list.",
            rows=never_updated,
            column="Since",
        ),
    )
}

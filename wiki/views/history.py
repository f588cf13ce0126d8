from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from content.citations.bibtex import bibtex
from content.citations.formats import cite
from content.models import Revision
from content.paging import Order
from content.rendering import render_text
from content.views.listings import public, requested_page
from wiki.citations import revision_work
from wiki.models import Article
from wiki.resource_lists import fill_in
from wiki.revision_changes import changes_between

REVISIONS_PER_PAGE = 50
VIEWS = ("side", "inline")


@require_safe
def article_history(request: HttpRequest, slug: str) -> HttpResponse:
    article = find_article(slug)
    kept = find_revision(article, request.GET.get("a", ""))
    page = requested_page(
        request,
        article.revisions.public().brief(),
        order=Order("created_at"),
        size=REVISIONS_PER_PAGE,
    )
    if kept:
        # The other pages keep it too, so that readers can compare any two revisions.
        page = page.within(f"a={kept.pk}")
    context = {
        "article": article,
        "breadcrumbs": breadcrumbs(article),
        "page": page,
        "kept": kept,
        "is_first_page": page.newer is None,
    }
    return public(render(request, "wiki/history.html", context))


@require_safe
def article_compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what changed between ?a= and ?b=, in either order.

    Without ?a=, show what ?b= changed.
    """
    article = find_article(slug)
    after = find_revision(article, request.GET.get("b", ""), with_text=True)
    if after and "a" not in request.GET:
        before = find_previous(article, after)
    else:
        before = find_revision(article, request.GET.get("a", ""), with_text=True)
    if before is None or after is None:
        return HttpResponseRedirect(reverse("wiki:article-history", args=[slug]))
    before, after = sorted((before, after), key=lambda one: (one.created_at, one.pk))
    view = request.GET.get("view")
    context = {
        "article": article,
        "breadcrumbs": breadcrumbs(article),
        "before": before,
        "after": after,
        "view": view if view in VIEWS else VIEWS[0],
        "changes": changes_between(before, after),
    }
    return public(render(request, "wiki/compare.html", context))


@require_safe
def revision_detail(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Show one revision of an article, at an address that never changes."""
    revisions = Revision.objects.filter(kind="article").public().with_author()
    revision = get_object_or_404(revisions, pk=revision_id)
    article = get_object_or_404(Article.objects.published().as_page(), pk=revision.entry_id)
    rendered = render_text(revision.body)
    work = revision_work(revision, article=article)
    context = {
        "address": work.address,
        "article": article,
        "breadcrumbs": breadcrumbs(article),
        "revision": revision,
        "newest": article.revisions.public().newest_first().brief().first(),
        "body_html": fill_in(rendered.html),
        "citations": cite(work, html=rendered.html),
        "bibtex": bibtex(work),
    }
    return public(render(request, "wiki/revision.html", context))


def find_article(slug: str) -> Article:
    """Raises Http404."""
    return get_object_or_404(Article.objects.published().as_links(), slug=slug)


def find_revision(article: Article, number: str, *, with_text: bool = False) -> Revision | None:
    """Return the public revision of an article that an address names, or None."""
    if not (number.isascii() and number.isdecimal() and len(number) <= 18):
        return None
    revisions = article.revisions.public()
    revisions = revisions.with_author() if with_text else revisions.brief()
    return revisions.filter(pk=int(number)).first()


def find_previous(article: Article, revision: Revision) -> Revision | None:
    """Return the public revision before another, or None."""
    earlier = article.revisions.public().before(revision)
    return earlier.with_author().newest_first().first()


def breadcrumbs(article: Article) -> list[tuple[str, str]]:
    return [
        ("Wiki", reverse("wiki:article-list")),
        (article.heading, article.get_absolute_url()),
    ]

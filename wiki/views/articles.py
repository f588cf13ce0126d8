import re
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from content import structured_data
from content.citations.entries import citation_context
from content.companions import companions_of
from content.models import Entry
from content.models.links import Link, title_key
from content.paths import absolute
from content.querysets import published
from content.views.listings import Listing, ListingView, page_context, public
from wiki.citations import article_work
from wiki.contents import read_contents
from wiki.models import Article
from wiki.navigation import articles_around, breadcrumbs_to, find_incoming_links
from wiki.openings import split_opening
from wiki.resource_lists import fill_in

# As the Markdown pipeline writes them.
SECTION_HEADING = re.compile(r'<(h[23]) id="([^"]+)">.*?</\1>', re.DOTALL)


class ArticleListing(ListingView):
    """All articles by title, in pages; the feed has the newest."""

    template_name = "wiki/article_list.html"

    def get_listing(self) -> Listing:
        return Listing(
            title="Wiki",
            url=reverse("wiki:article-list"),
            follow="kind.wiki",
            introduction="What the field knows, article by article, kept current by its readers.",
            entries=Entry.objects.published().filter(kind="article"),
            empty="No articles have been published yet.",
        )

    def show(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        changed = listing.entries.order_by("-modified_at", "-pk").as_links("modified_at")[:8]
        beginning = request.GET.get("from", "").replace("\0", "")[:300]
        context = {
            **page_context(listing),
            **(page_from(listing, beginning) if beginning else {}),
            "contents": read_contents(beginning=beginning),
            "beginning": beginning,
            "changed": list(changed),
        }
        return public(render(request, self.template_name, context))


def page_from(listing: Listing, beginning: str) -> dict[str, str]:
    """Return the title and address of the page that begins with a title."""
    return {
        "page_title": f"{listing.title}: articles from “{beginning}”",
        "canonical_url": absolute(f"{listing.url}?{urlencode({'from': beginning})}"),
    }


@require_safe
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    article = get_object_or_404(Article.objects.published().as_page(), slug=slug)
    return public(render(request, "wiki/article_detail.html", article_context(article)))


def article_context(article: Article, *, is_preview: bool = False) -> dict:
    """Return the context of an article's page, which previews use too."""
    breadcrumbs = [("Wiki", reverse("wiki:article-list")), *breadcrumbs_to(article)]
    body_html = fill_in(article.body_html)
    opening, rest = split_opening(body_html)
    around, companions = articles_around(article), companions_of(article)
    suggest_path = "" if is_preview else reverse("wiki:suggestion-create", args=[article.slug])
    return {
        "article": article,
        "entry": article,
        "body_html": body_html,
        "opening": opening,
        "rest": link_sections(rest, suggest_path) if suggest_path else rest,
        # A first paragraph says what the summary would.
        "summary": "" if opening else article.summary,
        "above": breadcrumbs[-1],
        "around": around,
        **citation_context(article, article_work(article), is_preview=is_preview),
        "below": around.below,
        "companions": companions,
        "incoming": find_incoming_links(article, shown=[*companions, *around.below]),
        "breadcrumbs": breadcrumbs,
        "structured_data": [
            structured_data.article(article),
            structured_data.breadcrumbs(
                [*breadcrumbs, (article.heading, article.get_absolute_url())]
            ),
        ],
    }


def link_sections(html: str, suggest_path: str) -> str:
    """Put a link to suggest an edit of the section after each heading."""
    link = (
        f'<div class="section-head">\\g<0><a class="edit-section" rel="nofollow" '
        f'href="{escape(suggest_path)}?section=\\2" aria-labelledby="edit-\\2 \\2">'
        '<span id="edit-\\2">Edit</span></a></div>'
    )
    return SECTION_HEADING.sub(link, html)


@require_safe
def article_wanted(request: HttpRequest) -> HttpResponse:
    """Show that no entry has this title yet, and which entries link to it."""
    title = " ".join(request.GET.get("title", "").replace("\0", "").split())[:200]
    found = Entry.objects.by_title([title]).get(title)
    wanting = Link.objects.filter(published("entry__"), title=title_key(title)).exclude(title="")
    entries = Entry.objects.filter(pk__in=wanting.values("entry")).as_links()
    context = {
        "title": title,
        "found": found,
        "wanting": list(entries.newest_first()[:20]),
    }
    return public(
        render(request, "wiki/article_wanted.html", context, status=200 if title else 404)
    )

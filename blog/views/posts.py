from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from blog.citations import post_work
from blog.comment_pages import read_comment_page
from blog.models import Post
from blog.post_links import read_post_links
from blog.progress import measure_progress
from blog.services.comments import takes_comments
from content import structured_data
from content.citations.entries import citation_context
from content.models import Entry
from content.site import site_settings
from content.views.listings import Listing, ListingView, public


class PostListing(ListingView):
    def get_listing(self) -> Listing:
        return Listing(
            title="Blog",
            url=reverse("blog:post-list"),
            follow="kind.posts",
            introduction="Practice, policy, and research from both sectors, newest first.",
            entries=Entry.objects.published().filter(kind="post"),
        )


@require_safe
def post_detail(request: HttpRequest, slug: str) -> HttpResponse:
    post = get_object_or_404(Post.objects.published().as_page(), slug=slug)
    return public(render(request, "blog/post_detail.html", post_context(post)))


def post_context(post: Post, *, is_preview: bool = False) -> dict:
    """Return the context of a post's page, also used for the preview of a draft."""
    links = read_post_links(post, is_preview=is_preview)
    series = links.series and measure_progress(
        links.series,
        links.parts,
        planned_parts=links.series.place,
        reading=post,
    )
    comments = read_comment_page(post)
    breadcrumbs = [("Blog", reverse("blog:post-list"))]
    if series and series.current:
        breadcrumbs.append((series.series.heading, series.series.get_absolute_url()))
    return {
        "post": post,
        "entry": post,
        "series": series,
        "links": links,
        "new_here_html": site_settings().new_here_html,
        "comments": comments,
        "takes_comments": is_preview or takes_comments(post),
        "breadcrumbs": breadcrumbs,
        **citation_context(post, post_work(post), is_preview=is_preview),
        "structured_data": [
            structured_data.article(post, canonical=post.original_url),
            structured_data.breadcrumbs([*breadcrumbs, (post.heading, post.get_absolute_url())]),
        ],
    }

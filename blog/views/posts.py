from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from blog.models import Post
from blog.progress import measure_progress
from blog.surroundings import read_surroundings
from blog.threads import comment_threads
from content import structured_data
from content.views.listings import Listing, ListingView, public

SERIES_FIELDS = ["body", "body_html", "excerpt_html", "headings", "search_vector", "summary"]


class PostListing(ListingView):
    def get_listing(self) -> Listing:
        return Listing(
            title="Blog",
            url=reverse("blog:post-list"),
            introduction="Practice, policy and research from both sectors, newest first.",
            entries=Post.objects.published(),
        )


def post_detail(request: HttpRequest, slug: str) -> HttpResponse:
    post = get_object_or_404(posts_to_read(Post.objects.published()), slug=slug)
    return public(render(request, "blog/post_detail.html", post_context(post)))


def posts_to_read(posts):
    """Return posts with what their own page shows of them."""
    return (
        posts.for_page()
        .select_related("lead_image", "series")
        .defer("body", "search_vector", *(f"series__{name}" for name in SERIES_FIELDS))
    )


def post_context(post: Post) -> dict:
    """Return what the template of a post's page needs; the preview of a draft uses it too."""
    surroundings = read_surroundings(post)
    series = post.series_id and measure_progress(post.series, surroundings.parts, reading=post)
    breadcrumbs = [("Blog", reverse("blog:post-list"))]
    if series and series.current:
        breadcrumbs.append((series.series.heading, series.series.get_absolute_url()))
    return {
        "post": post,
        "entry": post,
        "series": series,
        "surroundings": surroundings,
        "threads": comment_threads(post),
        "breadcrumbs": breadcrumbs,
        "structured_data": [
            structured_data.article(post, canonical=post.original_url),
            structured_data.breadcrumbs([*breadcrumbs, (post.heading, post.get_absolute_url())]),
        ],
    }

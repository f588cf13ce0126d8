"""All comments on a post: their pages, their feed, and the address of each."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from blog.comment_pages import find_page_of, read_comment_page
from blog.models import Comment, Post
from blog.services.comments import takes_comments
from blog.views.comments import trail_to
from content import structured_data
from content.feeds import EntryFeed, announced, xml_text
from content.keys import read_key
from content.markdown import absolute_links
from content.paths import absolute
from content.views.listings import public

IN_FEED = 50


def find_post(slug: str) -> Post:
    """Raises Http404."""
    return get_object_or_404(Post.objects.published().as_cards(), slug=slug)


@require_safe
def comment_list(request: HttpRequest, slug: str) -> HttpResponse:
    post = find_post(slug)
    asked = request.GET.get("after", "")
    after = read_key(asked)
    comments = read_comment_page(post, after=after)
    if comments is None or (asked and not after):
        raise Http404("There is no such comment.")
    title = f"Comments on “{post.heading}”"
    if after:
        title += f", from {comments.first}"
    address = page_address(post, after)
    context = {
        "post": post,
        "comments": comments,
        "takes_comments": takes_comments(post),
        "page_title": title,
        "breadcrumbs": trail_to(post),
        "canonical_url": absolute(address),
        "structured_data": [structured_data.breadcrumbs([*trail_to(post), (title, address)])],
    }
    return public(render(request, "blog/comment_list.html", context))


def page_address(post: Post, after: int) -> str:
    path = reverse("blog:comment-list", args=[post.slug])
    return f"{path}?after={after}" if after else path


@require_safe
def comment_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Lead to the page that shows a comment: comments before it may come and go."""
    post = find_post(slug)
    after = find_page_of(post, pk)
    if after is None:
        raise Http404("There is no such comment.")
    page = page_address(post, after) if after else post.get_absolute_url()
    return redirect(f"{page}#comment-{pk}")


@require_safe
def comment_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest comments on a post, as RSS."""
    post = get_object_or_404(Post.objects.published().as_feed_items(), slug=slug)
    path = request.path
    page = absolute(post.get_absolute_url())
    feed = EntryFeed(
        title=xml_text(f"Comments on “{post.heading}”"),
        link=f"{page}#comments",
        description=xml_text(f"What readers say about “{post.heading}”."),
        feed_url=absolute(path),
        language=settings.LANGUAGE_CODE,
    )
    rows = Comment.objects.approved().filter(post=post).order_by("-created_at", "-pk")[:IN_FEED]
    for comment in rows:
        feed.add_item(
            title=xml_text(f"{comment.name} on “{post.heading}”"),
            link=absolute(reverse("blog:comment-detail", args=[post.slug, comment.pk])),
            description=xml_text(comment.text[:300]),
            unique_id=xml_text(comment.guid or f"{post.guid}#comment-{comment.pk}"),
            unique_id_is_permalink=False,
            pubdate=comment.created_at,
            updateddate=comment.edited_at or comment.created_at,
            creators=[xml_text(comment.name)],
            content=xml_text(absolute_links(comment.text_html, page)),
            image=None,
        )
    response = HttpResponse(
        feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8"
    )
    return announced(public(response), path)

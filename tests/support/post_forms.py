"""What the admin's form for a post submits."""

from django.urls import reverse

from blog.models import Post
from content.editing.revisions import newest_number

FORM = {
    "title": "What mastery asks",
    "slug": "",
    "summary": "In two sentences.",
    "body": "The text.",
    "sector": "k-12",
    "status": "draft",
    "comments_open": "on",
    "published_at": "",
    "contributions-TOTAL_FORMS": "0",
    "contributions-INITIAL_FORMS": "0",
}


def change_url(post: Post) -> str:
    return reverse("admin:blog_post_change", args=[post.pk])


def form_of(post: Post, **fields) -> dict:
    """What a post's form submits when only these fields are changed."""
    return {
        **FORM,
        "title": post.title,
        "slug": post.slug,
        "body": post.body,
        "status": post.status,
        "seen": newest_number(post),
        "series": post.series_id or "",
        "initial-series": post.series_id or "",
        "part_number": post.part_number or "",
        "initial-part_number": post.part_number or "",
        **fields,
    }

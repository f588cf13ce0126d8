from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from blog.exceptions import BlogError, TooManyComments
from blog.forms import CommentForm
from blog.models import Comment, Post
from blog.services.comments import write_comment
from content.views.public_forms import posted, receive
from content.views.requests import network_address


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment_create(request: HttpRequest, slug: str) -> HttpResponse:
    post = get_object_or_404(Post.objects.published().as_cards(), slug=slug, comments_open=True)
    parent = requested_parent(request, post)
    form = CommentForm(posted(request))
    if receive(request, form, matter="comments"):
        try:
            write_comment(
                post=post,
                parent=parent,
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                text=form.cleaned_data["text"],
                address=network_address(request),
            )
        except BlogError as error:
            form.refuse(str(error), too_many=isinstance(error, TooManyComments))
        else:
            return redirect("blog:comment-thanks", slug=post.slug)
    context = {
        "post": post,
        "parent": parent,
        "form": form,
        "breadcrumbs": [
            ("Blog", reverse("blog:post-list")),
            (post.heading, post.get_absolute_url()),
        ],
    }
    return render(request, "blog/comment_form.html", context, status=form.status)


@require_safe
def comment_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    post = get_object_or_404(Post.objects.published().as_cards(), slug=slug)
    return render(request, "blog/comment_thanks.html", {"post": post})


def requested_parent(request: HttpRequest, post: Post) -> Comment | None:
    """Return the approved comment that ?reply= refers to, or None."""
    number = request.GET.get("reply", "")
    if not number.isdecimal() or len(number) > 18:
        return None
    return Comment.objects.approved().filter(post=post, pk=number).first()

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from blog.exceptions import BlogError, TooManyComments
from blog.forms import CommentForm
from blog.models import Comment, Post
from blog.services.comments import takes_comments, write_comment
from content.exceptions import TooManyAttempts
from content.keys import read_key
from content.views.public_forms import posted, receive
from content.views.requests import network_address

ASKED_TOO_OFTEN = (
    "We have sent this address several links to confirm today. Look for them in your email, among "
    "the spam, too. Your text is still below."
)
# Where a comment leads: its author has to confirm it, or wait for an editor, or can see it.
NEXT: dict[str, str] = {
    Comment.Status.UNCONFIRMED: "blog:comment-sent",
    Comment.Status.PENDING: "blog:comment-thanks",
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment_create(request: HttpRequest, slug: str) -> HttpResponse:
    post = get_object_or_404(Post.objects.published().as_cards(), slug=slug, comments_open=True)
    parent = requested_parent(request, post)
    if not takes_comments(post) or (parent and (parent.parent or parent).is_closed):
        raise Http404("Comments are closed.")
    form = CommentForm(posted(request))
    comment = receive(request, form, matter="comments") and send(request, form, post, parent)
    if comment:
        route = NEXT.get(comment.status)
        return redirect(route, slug=post.slug) if route else redirect(comment)
    context = {"post": post, "parent": parent, "form": form, "breadcrumbs": trail_to(post)}
    return render(request, "blog/comment_form.html", context, status=form.status)


def send(
    request: HttpRequest, form: CommentForm, post: Post, parent: Comment | None
) -> Comment | None:
    """Send a valid form's comment, or add an error to the form."""
    try:
        return write_comment(
            post=post,
            parent=parent,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            text=form.cleaned_data["text"],
            emails_replies=form.cleaned_data["emails_replies"],
            address=network_address(request),
        )
    except TooManyAttempts:
        form.refuse(ASKED_TOO_OFTEN, too_many=True)
    except BlogError as error:
        form.refuse(str(error), too_many=isinstance(error, TooManyComments))
    return None


@require_safe
def comment_sent(request: HttpRequest, slug: str) -> HttpResponse:
    post = get_object_or_404(Post.objects.published().as_cards(), slug=slug)
    return render(request, "blog/comment_sent.html", {"post": post})


@require_safe
def comment_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    post = get_object_or_404(Post.objects.published().as_cards(), slug=slug)
    return render(request, "blog/comment_thanks.html", {"post": post})


def requested_parent(request: HttpRequest, post: Post) -> Comment | None:
    """Return the approved comment that ?reply= refers to, or None."""
    comments = Comment.objects.approved().filter(post=post).select_related("parent")
    return comments.filter(pk=read_key(request.GET.get("reply", ""))).first()


def trail_to(post: Post) -> list[tuple[str, str]]:
    return [("Blog", reverse("blog:post-list")), (post.heading, post.get_absolute_url())]

"""What commenters do behind the secret link to one of their comments."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blog.forms import OwnCommentForm
from blog.models import Comment
from blog.services.comments import delete_comment, edit_comment
from blog.services.privacy import CHANGEABLE
from content.readers import find_reader
from content.views.public_forms import posted, receive
from content.views.secret_pages import secret_page


def find_comment(token: str) -> Comment:
    """Raises Http404."""
    comments = Comment.objects.filter(pk=Comment.read_token(token), status__in=CHANGEABLE)
    comment = comments.exclude(email="").select_related("post").first()
    if comment is None:
        raise Http404("There is no such comment.")
    return comment


own_comment_page = secret_page(find_comment)


@own_comment_page
@require_http_methods(["GET", "HEAD", "POST"])
def comment_change(request: HttpRequest, comment: Comment) -> HttpResponse:
    stored = {"text": comment.text, "emails_replies": comment.emails_replies}
    form = OwnCommentForm(posted(request), initial=stored)
    # Each change has the site render its public pages again.
    is_saved = receive(request, form, matter="changes of comments")
    if is_saved:
        comment = edit_comment(
            comment=comment,
            text=form.cleaned_data["text"],
            emails_replies=form.cleaned_data["emails_replies"],
        )
    context = {"comment": comment, "form": form, "is_saved": is_saved}
    return render(request, "blog/comment_change.html", context, status=form.status)


@own_comment_page
@require_http_methods(["GET", "HEAD", "POST"])
def comment_delete(request: HttpRequest, comment: Comment) -> HttpResponse:
    if request.method == "POST":
        own = find_reader(comment.email).secret_path()
        delete_comment(comment=comment)
        return redirect(own)
    return render(request, "blog/comment_delete.html", {"comment": comment})

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from content.views.public_forms import receive
from content.views.requests import network_address
from wiki.exceptions import TooManyMessages, WikiError
from wiki.forms.readers import SuggestionForm
from wiki.models import Article
from wiki.services.suggestions import suggest_edit
from wiki.views.history import breadcrumbs, find_article, find_revision
from wiki.views.moved_entries import GONE, find_current_or_moved

BASE_UNKNOWN = (
    "Your text is kept below, but we couldn’t tell which revision of the article you started "
    "from. Please check it and send it again."
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def suggestion_create(request: HttpRequest, slug: str) -> HttpResponse:
    articles = Article.objects.published().as_links()
    page = reverse("wiki:article-detail", args=[slug])
    article = find_current_or_moved(request, articles, slug=slug, page=page)
    if article is None:
        return show_missing_page(request)
    newest = article.revisions.public().with_author().newest_first().first()
    if newest is None:
        raise Http404("This article has no public revisions.")
    if request.method == "POST":
        form = SuggestionForm(request.POST)
        if receive(request, form, matter="suggestions") and send(request, form, article, newest):
            return redirect("wiki:suggestion-thanks", slug=article.slug)
    else:
        form = SuggestionForm(initial={"text": newest.body, "revision": newest.pk})
    context = {"article": article, "form": form, "breadcrumbs": breadcrumbs(article)}
    return render(request, "wiki/suggestion_form.html", context, status=form.status)


def show_missing_page(request: HttpRequest) -> HttpResponse:
    form = SuggestionForm(request.POST)
    form.refuse(GONE)
    context = {"form": form, "breadcrumbs": [("Wiki", reverse("wiki:article-list"))]}
    return render(request, "wiki/suggestion_form.html", context, status=404)


def send(request: HttpRequest, form: SuggestionForm, article: Article, newest) -> bool:
    """Send a valid form's suggestion, or add an error to the form."""
    base = find_revision(article, form.cleaned_data["revision"], with_text=True)
    if base is None:
        form.data = form.data.copy()
        form.data["revision"] = newest.pk
        form.add_error(None, BASE_UNKNOWN)
        return False
    try:
        suggest_edit(
            article=article,
            base_text=base.body,
            text=form.cleaned_data["text"],
            note=form.cleaned_data["note"],
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            address=network_address(request),
        )
    except WikiError as error:
        form.refuse(str(error), too_many=isinstance(error, TooManyMessages))
        return False
    return True


@require_safe
def suggestion_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    context = {"entry": find_article(slug), "what": "suggestion"}
    return render(request, "wiki/thanks.html", context)

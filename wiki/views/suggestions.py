from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from content.markdown.sections import split_at_section
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
SECTION_UNKNOWN = (
    "The article no longer has the section that you changed. Your text is kept below; copy it, and "
    "put it where it belongs in the whole article."
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
        section = request.GET.get("section", "")
        parts = split_at_section(newest.body, section) if section else None
        initial = {"text": newest.body, "revision": newest.pk}
        if parts:
            initial |= {"text": parts[1], "section": section}
        form = SuggestionForm(initial=initial)
    context = {
        "article": article,
        "form": form,
        "breadcrumbs": breadcrumbs(article),
        "is_section": bool(form["section"].value()),
    }
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
    text, section = form.cleaned_data["text"], form.cleaned_data["section"]
    if section:
        parts = split_at_section(base.body, section)
        if parts is None:
            form.add_error(None, SECTION_UNKNOWN)
            return False
        text = f"{parts[0]}{text.strip()}{parts[2]}"
    try:
        suggest_edit(
            article=article,
            base_text=base.body,
            text=text,
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

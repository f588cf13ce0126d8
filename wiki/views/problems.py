from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from content.models import Entry
from content.views.public_forms import posted, receive
from content.views.requests import network_address
from wiki.exceptions import TooManyMessages, WikiError
from wiki.forms.readers import ProblemForm
from wiki.services.problems import report_problem
from wiki.views.moved_entries import GONE, find_current_or_moved


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def article_problem(request: HttpRequest, slug: str) -> HttpResponse:
    page = reverse("wiki:article-detail", args=[slug])
    entry = find_current_or_moved(request, public("article"), slug=slug, page=page)
    trail = ("Wiki", reverse("wiki:article-list"))
    return take_report(request, entry, trail=trail, thanks="wiki:article-thanks")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def library_problem(request: HttpRequest, slug: str) -> HttpResponse:
    page = reverse("wiki:library-entry", args=[slug])
    entry = find_current_or_moved(request, public("library"), slug=slug, page=page)
    trail = ("Library", reverse("wiki:library"))
    return take_report(request, entry, trail=trail, thanks="wiki:library-thanks")


def take_report(
    request: HttpRequest, entry: Entry | None, *, trail: tuple[str, str], thanks: str
) -> HttpResponse:
    form = ProblemForm(posted(request))
    if entry is None:
        form.refuse(GONE)
        context = {"form": form, "breadcrumbs": [trail]}
        return render(request, "wiki/problem_form.html", context, status=404)
    if receive(request, form, matter="problem reports") and send(request, form, entry):
        return redirect(thanks, slug=entry.slug)
    context = {
        "entry": entry,
        "form": form,
        "breadcrumbs": [trail, (entry.heading, entry.get_absolute_url())],
    }
    return render(request, "wiki/problem_form.html", context, status=form.status)


def send(request: HttpRequest, form: ProblemForm, entry: Entry) -> bool:
    """Send a valid form's report, or add an error to the form."""
    try:
        report_problem(
            entry=entry,
            kind=form.cleaned_data["kind"],
            reason=form.cleaned_data["reason"],
            email=form.cleaned_data["email"],
            address=network_address(request),
        )
    except WikiError as error:
        form.refuse(str(error), too_many=isinstance(error, TooManyMessages))
        return False
    return True


@require_safe
def article_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    return show_thanks(request, find_entry(slug, address_space="article"))


@require_safe
def library_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    return show_thanks(request, find_entry(slug, address_space="library"))


def show_thanks(request: HttpRequest, entry: Entry) -> HttpResponse:
    return render(request, "wiki/thanks.html", {"entry": entry, "what": "report"})


def find_entry(slug: str, *, address_space: str) -> Entry:
    """Raises Http404."""
    return get_object_or_404(public(address_space), slug=slug)


def public(address_space: str) -> QuerySet[Entry]:
    entries = Entry.objects.published().filter(address_space=address_space)
    return entries.as_links()

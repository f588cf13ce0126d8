from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.models import Entry, Kind
from content.views.requests import network_address
from wiki.exceptions import WikiError
from wiki.forms.readers import ProblemForm
from wiki.services.problems import report_problem

IN_LIBRARY = [Kind.PUBLICATION, Kind.RESOURCE]


@never_cache
def article_problem(request: HttpRequest, slug: str) -> HttpResponse:
    entry = find_entry(slug, kinds=[Kind.ARTICLE])
    trail = ("Wiki", reverse("wiki:article-list"))
    return take_report(request, entry, trail=trail, thanks="wiki:article-thanks")


@never_cache
def library_problem(request: HttpRequest, slug: str) -> HttpResponse:
    entry = find_entry(slug, kinds=IN_LIBRARY)
    trail = ("Library", reverse("wiki:library"))
    return take_report(request, entry, trail=trail, thanks="wiki:library-thanks")


def take_report(
    request: HttpRequest, entry: Entry, *, trail: tuple[str, str], thanks: str
) -> HttpResponse:
    form = ProblemForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and send(request, form, entry):
        return redirect(thanks, slug=entry.slug)
    context = {
        "entry": entry,
        "form": form,
        "breadcrumbs": [trail, (entry.heading, entry.get_absolute_url())],
    }
    return render(request, "wiki/problem_form.html", context, status=422 if form.errors else 200)


def send(request: HttpRequest, form: ProblemForm, entry: Entry) -> bool:
    """Send a valid form's report, or say on the form why that was not possible."""
    try:
        report_problem(
            entry=entry,
            kind=form.cleaned_data["kind"],
            reason=form.cleaned_data["reason"],
            email=form.cleaned_data["email"],
            address=network_address(request),
        )
    except WikiError as error:
        form.add_error(None, str(error))
        return False
    return True


@require_safe
def article_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    return show_thanks(request, find_entry(slug, kinds=[Kind.ARTICLE]))


@require_safe
def library_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    return show_thanks(request, find_entry(slug, kinds=IN_LIBRARY))


def show_thanks(request: HttpRequest, entry: Entry) -> HttpResponse:
    return render(request, "wiki/thanks.html", {"entry": entry, "what": "report"})


def find_entry(slug: str, *, kinds: list[str]) -> Entry:
    """Raises Http404."""
    entries = Entry.objects.published().filter(kind__in=kinds)
    return get_object_or_404(entries.only("kind", "slug", "title", "excerpt_html"), slug=slug)

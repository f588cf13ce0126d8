"""The problems of practice that readers agreed to have published."""

from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from content.exceptions import TooManyAttempts
from content.models import Entry, Topic
from content.paths import absolute
from content.views.listings import Listing, ListingView, page_context, public, requested_page
from content.views.public_forms import posted, receive
from submissions.forms.public import OursTooForm
from submissions.models import Submission
from submissions.services.sending import share_problem

TITLE = "Problems of practice"
INTRODUCTION = "What is hard in the field, in the words of those who told us."


class ProblemListing(ListingView):
    """All published problems, or those on one topic: ?topic=."""

    template_name = "submissions/problem_list.html"

    def get_listing(self, **kwargs) -> Listing:
        url, slug = reverse("submissions:problem-list"), self.request.GET.get("topic", "")
        problems = Submission.objects.public()
        if not slug:
            return Listing(title=TITLE, url=url, introduction=INTRODUCTION, entries=problems)
        topic = get_object_or_404(Topic, slug=slug)
        return Listing(
            title=f"{TITLE}: {topic.name}",
            url=url,
            query=urlencode({"topic": slug}),
            entries=problems.filter(topic=topic),
            breadcrumbs=[(TITLE, url)],
            extra={"topic": topic},
        )

    def show(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        page = requested_page(request, listing.entries.as_cards())
        context = {**page_context(listing, page, things="problems"), **listing.extra}
        context["topics"] = topics_with_problems()
        return public(render(request, self.template_name, context))


def topics_with_problems() -> list[Topic]:
    """Return the topics that have published problems, each with their `problem_count`."""
    is_public = Q(submissions__published_at__isnull=False)
    counted = Topic.objects.annotate(problem_count=Count("submissions", filter=is_public))
    return list(counted.filter(problem_count__gt=0))


@require_safe
def problem_detail(request: HttpRequest, number: int) -> HttpResponse:
    problem = find_problem(number)
    made = Entry.objects.published().filter(submissions=problem.pk).as_links().first()
    address = absolute(problem.get_absolute_url())
    context = {"problem": problem, "made": made, "breadcrumbs": trail(), "canonical_url": address}
    return public(render(request, "submissions/problem_detail.html", context))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ours_too(request: HttpRequest, number: int) -> HttpResponse:
    """Count a reader who has the same problem, once confirmed by email."""
    problem = find_problem(number)
    form = OursTooForm(posted(request))
    if receive(request, form, matter="shared problems"):
        try:
            share_problem(problem=problem, email=form.cleaned_data["email"])
        except TooManyAttempts as error:
            form.refuse(str(error), too_many=True)
        else:
            return redirect("submissions:ours-too-sent", number=problem.pk)
    breadcrumbs = [*trail(), (problem.title, problem.get_absolute_url())]
    context = {"problem": problem, "form": form, "breadcrumbs": breadcrumbs}
    return render(request, "submissions/ours_too.html", context, status=form.status)


@require_safe
def ours_too_sent(request: HttpRequest, number: int) -> HttpResponse:
    return render(request, "submissions/ours_too_sent.html", {"problem": find_problem(number)})


def find_problem(number: int) -> Submission:
    """Raises Http404."""
    return get_object_or_404(Submission.objects.public().as_cards(), pk=number)


def trail() -> list[tuple[str, str]]:
    return [(TITLE, reverse("submissions:problem-list"))]

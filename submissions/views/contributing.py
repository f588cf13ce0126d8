"""Pages on which readers send us something."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from content.exceptions import TooManyAttempts
from content.models import Topic
from content.views.listings import public
from content.views.public_forms import posted, receive
from submissions.forms.public import FORMS, SubmissionForm
from submissions.models import Submission
from submissions.services.sending import send_submission

Category = Submission.Category
# What each page says: its title, a sentence below it, and its button.
WORDS = {
    Category.PROBLEM: (
        "Tell us your problem of practice",
        "What is hard where you teach or lead? Editors read every one, write about many, and, if "
        "you agree, list yours for others who have it, too.",
        "Send the problem",
    ),
    Category.RESOURCE: (
        "Suggest a resource",
        "Have you read, seen, or used something that others should know? An editor will look at "
        "it for the library.",
        "Send the suggestion",
    ),
    Category.POST: (
        "Propose a post",
        "Our posts are written by people who do the work. Tell us what yours would be about.",
        "Send the proposal",
    ),
}


@require_safe
def contribute(request: HttpRequest) -> HttpResponse:
    ways = [(reverse(f"submissions:{kind}"), words[0], words[1]) for kind, words in WORDS.items()]
    return public(render(request, "submissions/contribute.html", {"ways": ways}))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submission_create(request: HttpRequest, kind: str) -> HttpResponse:
    topic = Topic.objects.filter(slug=request.GET.get("topic", "")).first()
    form = FORMS[kind](posted(request), initial={"topic": topic})
    if receive(request, form, matter="submissions") and send(form, kind):
        return redirect("submissions:sent")
    title, sentence, button = WORDS[Category(kind)]
    context = {
        "form": form,
        "kind": kind,
        "title": title,
        "sentence": sentence,
        "button": button,
        "breadcrumbs": [("Contribute", reverse("submissions:contribute"))],
    }
    return render(request, "submissions/submission_form.html", context, status=form.status)


def send(form: SubmissionForm, kind: str) -> bool:
    """Send what a valid form says, or add an error to the form."""
    fields = {name: value for name, value in form.cleaned_data.items() if name != "website"}
    try:
        send_submission(kind=kind, **fields)
    except TooManyAttempts as error:
        form.refuse(str(error), too_many=True)
        return False
    return True


@require_safe
def submission_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "submissions/sent.html")

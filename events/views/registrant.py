"""What a registrant does with the link in each of their mails.

The address itself is the secret, so these pages need no cookie and no token against forged
requests: nobody can forge a request to an address that they do not know.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from events.exceptions import RegistrationError
from events.forms.questions import read_answers
from events.forms.registrations import ChangeForm
from events.models import Registration
from events.services import registrations
from events.services.exports import say_answer
from events.services.privacy import data_of, erase
from events.states import DOORS_OPEN

# What has just been done, by the word in the address that the page was left with.
DONE = {
    "changed": "Your changes are saved.",
    "canceled": "Your registration is canceled.",
    "sent": "Your mail is on its way once more.",
    "erased": "Your details are deleted.",
}


def private(view: Callable) -> Callable:
    """Give a view the registration whose token is in its address, and keep the address secret."""

    @csrf_exempt
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, find(token))
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


def find(token: str) -> Registration:
    """Raises Http404."""
    public_id = Registration.read_token(token)
    if public_id is None:
        raise Http404("There is no such registration.")
    found = Registration.objects.filter(public_id=public_id).select_related(
        "event__seats", "event__recording", "consent"
    )
    registration = found.first()
    if registration is None:
        raise Http404("There is no such registration.")
    return registration


@private
@require_http_methods(["GET", "HEAD", "POST"])
def registration_detail(request: HttpRequest, registration: Registration) -> HttpResponse:
    if request.method == "POST":
        return carry_out(
            request, registration, lambda: registrations.resend(registration=registration), "sent"
        )
    return show(request, registration)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def registration_cancel(request: HttpRequest, registration: Registration) -> HttpResponse:
    if request.method == "POST":
        return carry_out(
            request,
            registration,
            lambda: registrations.cancel_registration(registration=registration),
            "canceled",
        )
    return render(request, "events/registration_cancel.html", context_of(registration))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def registration_erase(request: HttpRequest, registration: Registration) -> HttpResponse:
    if request.method == "POST":
        return carry_out(request, registration, lambda: erase(registration=registration), "erased")
    return render(request, "events/registration_erase.html", context_of(registration))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def registration_change(request: HttpRequest, registration: Registration) -> HttpResponse:
    if registration.is_erased or registration.state == Registration.State.CANCELLED:
        return redirect(registration)
    form = ChangeForm(request.POST or None, registration=registration)
    if request.method == "POST" and form.is_valid():
        try:
            registrations.change_registration(
                registration=registration,
                name=form.cleaned_data["name"],
                answers=read_answers(form),
            )
        except RegistrationError as error:
            form.refuse(str(error))
        else:
            return redirect(f"{registration.get_absolute_url()}?done=changed")
    context = {**context_of(registration), "form": form}
    return render(request, "events/registration_change.html", context, status=form.status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def registration_join(request: HttpRequest, registration: Registration) -> HttpResponse:
    event, now = registration.event, timezone.now()
    opens_at = event.starts_at - DOORS_OPEN
    context = {
        **context_of(registration),
        "opens_at": opens_at,
        "is_early": now < opens_at,
        "is_over": now >= event.over_at,
    }
    if request.method == "POST" and now >= opens_at:
        try:
            address = registrations.join(registration=registration)
        except RegistrationError as error:
            context["problem"] = str(error)
        else:
            return lead_to_meeting(registration, address)
    may_go = context["may_join"] and not context["is_early"]
    policy = with_form_action(event.join_url if may_go else "")
    show_page = csp_override(policy)(render)
    return show_page(request, "events/registration_join.html", context)


def lead_to_meeting(registration: Registration, address: str) -> HttpResponse:
    if not address:
        return redirect(registration)
    response = HttpResponse(status=303)
    response["Location"] = address
    return response


def with_form_action(address: str) -> dict:
    """Return the site's content policy, with a form that may lead to this address.

    Browsers refuse a form whose answer leads elsewhere than where forms may lead.
    """
    parts = urlsplit(address)
    allowed = [CSP.SELF]
    if parts.hostname:
        # Without a name and password, which an address may have too.
        allowed.append(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}")
    return {**settings.SECURE_CSP, "form-action": allowed}


@private
@require_safe
def registration_data(request: HttpRequest, registration: Registration) -> HttpResponse:
    response = JsonResponse(data_of(registration), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="registration.json"'
    return response


def carry_out(
    request: HttpRequest, registration: Registration, change: Callable, done: str
) -> HttpResponse:
    try:
        change()
    except RegistrationError as error:
        registration.refresh_from_db()
        return show(request, registration, problem=str(error), status=422)
    return redirect(f"{registration.get_absolute_url()}?done={done}")


def show(
    request: HttpRequest, registration: Registration, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        **context_of(registration),
        "problem": problem,
        "done": say_done(request.GET.get("done", ""), registration),
    }
    return render(request, "events/registration_detail.html", context, status=status)


def say_done(done: str, registration: Registration) -> str:
    """Return what was just done, as long as it is still so: addresses are reloaded days later."""
    if done == "canceled" and registration.state != Registration.State.CANCELLED:
        return ""
    if done == "erased" and not registration.is_erased:
        return ""
    return DONE.get(done, "")


def context_of(registration: Registration) -> dict:
    event, state = registration.event, registration.state
    questions = event.questions.all()
    is_over = timezone.now() >= event.over_at
    is_active = state != Registration.State.CANCELLED and not registration.is_erased
    return {
        "registration": registration,
        "event": event,
        "is_active": is_active,
        "is_over": is_over,
        "may_cancel": is_active and not is_over and not event.is_canceled,
        "may_join": registration.has_seat
        and event.join_url
        and not is_over
        and not event.is_canceled
        and not registration.is_erased,
        "answers": [
            (question.label, say_answer(registration.answers.get(question.key), between=", "))
            for question in questions
        ],
        "months": settings.REGISTRATION_MONTHS,
    }

"""The pages behind the link in each email, where registrants manage their registrations."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from content.domains import ascii_url
from content.views.public_forms import posted, receive
from content.views.secret_pages import secret_page
from events import policy
from events.exceptions import RegistrationError
from events.forms.questions import read_answers
from events.forms.registrations import ChangeForm
from events.models import Registration
from events.services import registrations
from events.services.exports import format_answer
from events.services.held_seats import confirm_seat
from events.services.privacy import erase, export_data
from events.views.calendar_links import calendar_links
from events.views.standings import standing_of

# What has just been done, by the word in the address after a redirect. That a registration has been
# canceled or erased is what its page says anyway.
DONE = {
    "changed": "Your changes have been saved.",
    "sent": "We’ve sent your confirmation again.",
    "confirmed": "Your seat is confirmed. We’re sending you a file for your calendar.",
}


def find_registration(token: str) -> Registration:
    """Raises Http404."""
    public_id = Registration.read_token(token)
    registrations = Registration.objects.select_related(
        "event__seats", "event__recording", "consent"
    )
    registration = public_id and registrations.filter(public_id=public_id).first()
    if not registration:
        raise Http404("There is no such registration.")
    return registration


private = secret_page(find_registration)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def registration_detail(request: HttpRequest, registration: Registration) -> HttpResponse:
    if request.method == "POST":
        return perform(request, registration, registrations.resend_confirmation, done="sent")
    return show_detail(request, registration)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def registration_confirm(request: HttpRequest, registration: Registration) -> HttpResponse:
    if request.method == "POST":
        return perform(request, registration, confirm_seat, done="confirmed")
    if not may_confirm(registration):
        return redirect(registration.secret_path())
    return render(request, "events/registration_confirm.html", context_of(registration))


def may_confirm(registration: Registration) -> bool:
    return registration.is_held and policy.passes(
        policy.check_can_confirm, registration, at=timezone.now()
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def registration_cancel(request: HttpRequest, registration: Registration) -> HttpResponse:
    if request.method == "POST":
        return perform(request, registration, registrations.cancel_registration)
    return render(request, "events/registration_cancel.html", context_of(registration))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def registration_erase(request: HttpRequest, registration: Registration) -> HttpResponse:
    if request.method == "POST":
        return perform(request, registration, erase)
    return render(request, "events/registration_erase.html", context_of(registration))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def registration_change(request: HttpRequest, registration: Registration) -> HttpResponse:
    if not policy.passes(policy.check_active, registration):
        return redirect(registration.secret_path())
    form = ChangeForm(posted(request), registration=registration)
    if receive(request, form, matter="changes of registrations"):
        try:
            registrations.change_registration(
                registration=registration,
                name=form.cleaned_data["name"],
                answers=read_answers(form),
            )
        except RegistrationError as error:
            form.refuse(str(error))
        else:
            return redirect(f"{registration.secret_path()}?done=changed")
    context = {**context_of(registration), "form": form}
    return render(request, "events/registration_change.html", context, status=form.status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def registration_join(request: HttpRequest, registration: Registration) -> HttpResponse:
    event, now = registration.event, timezone.now()
    context = {
        **context_of(registration),
        "is_early": not policy.are_doors_open(registration, at=now),
    }
    if request.method == "POST":
        try:
            address = registrations.join(registration=registration)
        except RegistrationError as error:
            context["problem"] = str(error)
        else:
            return redirect_to_meeting(registration, address)
    may_join = policy.passes(policy.check_can_join, registration, at=now)
    content_policy = allow_form_action(event.join_url if may_join else "")
    show_page = csp_override(content_policy)(render)
    return show_page(request, "events/registration_join.html", context)


def redirect_to_meeting(registration: Registration, address: str) -> HttpResponse:
    if not address:
        return redirect(registration.secret_path())
    response = HttpResponse(status=303)
    response["Location"] = ascii_url(address)
    return response


def allow_form_action(address: str) -> dict:
    """Return the site's content security policy, allowing a form to redirect to this address.

    Browsers block a form whose response redirects to a place that `form-action` doesn't list.
    """
    parts = urlsplit(ascii_url(address))
    allowed = [CSP.SELF]
    if parts.hostname:
        # An address can also contain a user name and password.
        allowed.append(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}")
    return {**settings.SECURE_CSP, "form-action": allowed}


@private
@require_safe
def registration_data(request: HttpRequest, registration: Registration) -> HttpResponse:
    response = JsonResponse(export_data(registration), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="registration.json"'
    return response


def perform(
    request: HttpRequest, registration: Registration, service: Callable, *, done: str = ""
) -> HttpResponse:
    try:
        service(registration=registration)
    except RegistrationError as error:
        registration.refresh_from_db()
        return show_detail(request, registration, problem=str(error), status=422)
    path = registration.secret_path()
    return redirect(f"{path}?done={done}" if done else path)


def show_detail(
    request: HttpRequest, registration: Registration, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        **context_of(registration),
        "problem": problem,
        "done": DONE.get(request.GET.get("done", ""), ""),
        "standing": standing_of(registration, at=timezone.now()),
        "calendar_links": calendar_links_of(registration),
    }
    return render(request, "events/registration_detail.html", context, status=status)


def calendar_links_of(registration: Registration) -> list[tuple[str, str]]:
    """Return links that add the event to a calendar, for people who have a seat."""
    event = registration.event
    may_add = policy.may_add_to_calendar(event, at=timezone.now())
    # Calendars can’t open the address of a draft.
    is_reachable = policy.may_link_to_page(event)
    has_firm_seat = registration.has_seat and not registration.is_held
    return calendar_links(event) if may_add and is_reachable and has_firm_seat else []


def context_of(registration: Registration) -> dict:
    event, now = registration.event, timezone.now()
    return {
        "registration": registration,
        "event": event,
        "is_active": policy.passes(policy.check_active, registration),
        "is_over": event.is_over,
        "may_confirm": may_confirm(registration),
        "may_cancel": policy.passes(policy.check_can_cancel, registration, at=now),
        "may_attend_online": (event.is_online or bool(event.join_url))
        and policy.passes(policy.check_can_attend, registration, at=now),
        "may_join": bool(event.join_url)
        and policy.passes(policy.check_can_join, registration, at=now),
        "opens_at": policy.doors_open_at(registration),
        "may_register_again": registration.is_canceled
        and policy.may_link_to_page(event)
        and policy.may_register(event, at=now),
        "answers": [
            (
                question.label,
                format_answer(registration.answers.get(question.key), separator=", "),
            )
            for question in event.questions.all()
        ],
        "months": settings.REGISTRATION_MONTHS,
    }

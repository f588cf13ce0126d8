"""The form for registering for an event."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from content.site import site_settings
from content.views.public_forms import posted, receive
from content.views.requests import network_address
from events import policy
from events.exceptions import RegistrationError, TooManyRegistrations
from events.forms.questions import read_answers
from events.forms.registrations import RegistrationForm
from events.models import ConsentText, Event, Registration
from events.services.limits import PER_ADDRESS, count_registration
from events.services.registrations import register
from events.views.calendar_links import calendar_links


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration_create(request: HttpRequest, slug: str) -> HttpResponse:
    event = find_event(slug)
    if request.method != "POST" and not policy.may_register(event, at=timezone.now()):
        return show_form(request, event, form=None)
    form = RegistrationForm(
        posted(request), event=event, consent=ConsentText.objects.latest("version")
    )
    # A school's teachers share an address, and each of them may make mistakes.
    is_valid = receive(request, form, matter="registrations", at_most=3 * PER_ADDRESS.at_most)
    if is_valid and (registration := register_with(form, request, event)):
        sent = reverse("events:registration-sent", args=[event.slug])
        return redirect(f"{sent}?receipt={registration.receipt}")
    return show_form(request, event, form=form)


def register_with(
    form: RegistrationForm, request: HttpRequest, event: Event
) -> Registration | None:
    """Register with a valid form. Return None, with the reason on the form, if that fails."""
    email = form.cleaned_data["email"]
    try:
        count_registration(address=network_address(request), email=email)
        return register(
            event=event,
            email=email,
            name=form.cleaned_data["name"],
            answers=read_answers(form),
            consent=form.consent,
        )
    except RegistrationError as error:
        form.refuse(str(error), too_many=isinstance(error, TooManyRegistrations))
        return None


def show_form(request: HttpRequest, event: Event, *, form: RegistrationForm | None) -> HttpResponse:
    context = {
        "event": event,
        "form": form,
        "state": event.state,
        "breadcrumbs": [("Events", reverse("events:event-list"))],
    }
    status = form.status if form else 200
    return render(request, "events/registration_form.html", context, status=status)


@never_cache
@require_safe
def registration_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell everyone the same: whether an address was already registered is private."""
    event = find_event(slug)
    hours = site_settings().hours_to_confirm_seats
    may_add = policy.may_add_to_calendar(event, at=timezone.now())
    context = {
        "event": event,
        "email": email_of(request.GET.get("receipt", ""), event),
        "calendar_links": calendar_links(event) if may_add and not hours else [],
        "may_wait": bool(hours) or event.seats.capacity is not None,
        "hours": hours and ("an hour" if hours == 1 else f"{hours} hours"),
    }
    return render(request, "events/registration_sent.html", context)


def email_of(receipt: str, event: Event) -> str:
    """Return the address that a form was sent with, or "" without a receipt for it."""
    public_id = Registration.read_receipt(receipt)
    registration = public_id and event.registrations.filter(public_id=public_id).first()
    return (registration and registration.email) or ""


def find_event(slug: str) -> Event:
    """Raises Http404."""
    return get_object_or_404(Event.objects.published().with_facts(), slug=slug)

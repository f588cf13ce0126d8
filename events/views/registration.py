"""The form with which people register for an event."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.views.requests import network_address
from events.exceptions import RegistrationError, TooManyRegistrations
from events.forms.questions import read_answers
from events.forms.registrations import RegistrationForm
from events.models import ConsentText, Event
from events.services.limits import count_attempt
from events.services.registrations import register
from events.states import takes_registrations


@never_cache
def registration_create(request: HttpRequest, slug: str) -> HttpResponse:
    event = find_event(slug)
    if not takes_registrations(event, at=timezone.now()) and request.method != "POST":
        return show(request, event, form=None)
    form = RegistrationForm(
        request.POST or None, event=event, consent=ConsentText.objects.latest("version")
    )
    if request.method == "POST" and form.is_valid() and take(request, form, event):
        return redirect("events:registration-sent", slug=event.slug)
    return show(request, event, form=form)


def take(request: HttpRequest, form: RegistrationForm, event: Event) -> bool:
    """Register with a valid form, or say on it why that was not possible."""
    email = form.cleaned_data["email"]
    try:
        count_attempt(address=network_address(request), email=email)
        register(
            event=event,
            email=email,
            name=form.cleaned_data["name"],
            answers=read_answers(form),
            consent=form.consent,
        )
    except RegistrationError as error:
        form.refuse(str(error), too_many=isinstance(error, TooManyRegistrations))
        return False
    return True


def show(request: HttpRequest, event: Event, *, form: RegistrationForm | None) -> HttpResponse:
    context = {
        "event": event,
        "form": form,
        "state": event.state,
        "breadcrumbs": [
            ("Events", reverse("events:event-list")),
            (event.heading, event.get_absolute_url()),
        ],
    }
    status = form.status if form else 200
    return render(request, "events/registration_form.html", context, status=status)


@require_safe
def registration_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Say the same to everybody: whether an address was registered before is nobody's business."""
    return render(request, "events/registration_sent.html", {"event": find_event(slug)})


def find_event(slug: str) -> Event:
    """Raises Http404."""
    return get_object_or_404(Event.objects.published().with_facts(), slug=slug)

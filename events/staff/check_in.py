from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.generic import ListView

from events.exceptions import EventError
from events.forms.registrants import CheckInForm
from events.models import Registration
from events.services.registrations import check_in
from events.staff.badges import organization_key
from events.staff.base import EventStaffMixin


@method_decorator(transaction.atomic, name="dispatch")
class CheckInView(EventStaffMixin, ListView):
    """The check-in list, designed for phones: one tap checks someone in."""

    permission_required = ["events.change_registration"]
    title = "Check-in"
    template_name = "admin/events/check_in.html"
    # A longer list would slow down a phone. The search covers everyone.
    paginate_by = 500

    def get_seated(self) -> QuerySet[Registration]:
        return Registration.objects.seated().reachable().filter(event=self.event)

    def get_queryset(self) -> QuerySet[Registration]:
        form = CheckInForm(self.request.GET)
        self.words = form.cleaned_data["q"] if form.is_valid() else ""
        found = self.get_seated().filter(
            Q(name__icontains=self.words) | Q(email__icontains=self.words)
        )
        return found.order_by("name", "pk")

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        key = organization_key(self.event)
        return {
            **context,
            "people": [(each, each.answers.get(key, "")) for each in context["object_list"]],
            "words": self.words,
            "add_url": self.link_to("registration_add"),
            "may_add": self.request.user.has_perm("events.add_registration"),
            "total": self.get_seated().count(),
            "attended": self.get_seated().filter(attended_at__isnull=False).count(),
        }

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = CheckInForm(request.POST)
        number = form.cleaned_data["registration"] if form.is_valid() else None
        registration = get_object_or_404(Registration, event=self.event, pk=number)
        attended = not form.cleaned_data["undo"]
        try:
            check_in(registration=registration, attended=attended)
        except EventError as error:
            messages.error(request, str(error))
        else:
            outcome = "is marked" if attended else "is no longer marked"
            self.record(f"Registration {registration.pk} {outcome} as attended.")
        words = form.cleaned_data["q"]
        query = f"?{urlencode({'q': words})}" if words else ""
        # Back to the row that was tapped.
        return HttpResponseRedirect(f"{self.link_to('check_in')}{query}#r{registration.pk}")

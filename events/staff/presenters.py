"""Who presents at an event, and the links that they get."""

from typing import cast

from django.db import transaction
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.generic import FormView

from content.models import User
from events.exceptions import EventError
from events.forms.registrants import PresenterForm
from events.models import Registration
from events.services.presenters import invite_presenter
from events.staff.base import EventStaffMixin


@method_decorator(transaction.atomic, name="dispatch")
class PresentersView(EventStaffMixin, FormView):
    permission_required = ["events.view_registration"]
    permission_required_to_post = ["events.add_registration"]
    title = "Presenters"
    template_name = "admin/events/presenters.html"
    form_class = PresenterForm

    def get_initial(self) -> dict:
        return {"name": self.request.GET.get("name", "")[:200]}

    def get_context_data(self, **kwargs) -> dict:
        invited = list(
            Registration.objects.seated()
            .reachable()
            .filter(event=self.event, is_presenter=True)
            .order_by("name", "pk")
        )
        names = {registration.name for registration in invited}
        credited = self.event.people.filter(contributions__role="presenter").distinct()
        return super().get_context_data(
            **kwargs,
            invited=[(each, self.link_to("registration", each.pk)) for each in invited],
            not_invited=[person for person in credited if person.name not in names],
            may_invite=self.request.user.has_perm("events.add_registration"),
            message_url=self.link_to("messages"),
        )

    def form_valid(self, form: PresenterForm) -> HttpResponse:
        try:
            invited = invite_presenter(
                event=self.event,
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                by=cast(User, self.request.user),
            )
        except EventError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        return self.succeed(
            self.link_to("presenters"), f"We’re sending {invited} a link of their own."
        )

from django.db import transaction
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.generic import FormView

from events.forms.question_rows import EventQuestions
from events.staff.base import EventStaffMixin


@method_decorator(transaction.atomic, name="dispatch")
class QuestionsView(EventStaffMixin, FormView):
    """The questions on an event's registration form."""

    must_change_event = True
    title = "Questions"
    template_name = "admin/events/questions.html"
    form_class = EventQuestions
    prefix = "questions"

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "initial": None, "instance": self.event}

    def form_valid(self, form) -> HttpResponse:
        form.save()
        return self.succeed(self.link_to("questions"), "The questions have been saved.")

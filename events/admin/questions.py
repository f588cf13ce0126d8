from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from events.forms.question_rows import EventQuestions
from events.models import Event, Question

COPIED = ["preset", "label", "help_text", "kind", "choices", "is_required", "position"]


class Questions:
    """The page on which an event's questions are written."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.questions_view)
        return [
            path("<int:pk>/questions/", view, name=self.url_name("questions")),
            *super().get_urls(),
        ]

    def links_of(self, event) -> list[tuple[str, str]]:
        return [*super().links_of(event), ("Questions", self.link_to("questions", event.pk))]

    @transaction.atomic
    def questions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.find_event(request, pk, to_change=True)
        formset = EventQuestions(request.POST or None, instance=event, prefix="questions")
        if request.method == "POST" and formset.is_valid():
            formset.save()
            return self.done(request, self.link_to("questions", pk), "The questions are saved.")
        return self.show_page(request, event, "questions.html", title="Questions", formset=formset)

    def copy_questions(self, source: Event, target: Event) -> None:
        """Ask at another date what was asked at the first."""
        Question.objects.bulk_create(
            Question(event=target, **{name: getattr(question, name) for name in COPIED})
            for question in source.questions.all()
        )

from events.models import Event, Question

COPIED = ["preset", "label", "help_text", "kind", "choices", "is_required", "position"]


def copy_questions(*, source: Event, target: Event) -> None:
    """Copy an event's questions to another event."""
    Question.objects.bulk_create(
        Question(event=target, **{name: getattr(question, name) for name in COPIED})
        for question in source.questions.all()
    )

"""How often each choice was made by those who have a seat, or had one."""

from collections import Counter
from dataclasses import dataclass

from events.models import Event, Question, Registration


@dataclass(frozen=True)
class Bar:
    choice: str
    count: int


@dataclass(frozen=True)
class AnswerCount:
    question: Question
    bars: list[Bar]
    answered: int

    @property
    def most(self) -> int:
        return max([bar.count for bar in self.bars], default=0) or 1


def count_answers(event: Event) -> list[AnswerCount]:
    """Return the counts of each question that has options, those of deleted details included."""
    questions = [question for question in event.questions.all() if question.has_options]
    if not questions:
        return []
    seated = Registration.objects.seated().reachable().filter(event=event)
    answers = list(seated.values_list("answers", flat=True))
    return [count_choices(question, answers) for question in questions]


def count_choices(question: Question, answers: list[dict]) -> AnswerCount:
    counts = Counter(question.erased_counts)
    answered = sum(counts.values()) if question.kind != Question.Kind.CHOICES else 0
    for given in answers:
        answer = given.get(question.key)
        if answer:
            answered += 1
            counts.update(answer if isinstance(answer, list) else [answer])
    # What was chosen and is offered no more stands last.
    choices = dict.fromkeys([*question.options, *counts])
    return AnswerCount(question, [Bar(choice, counts[choice]) for choice in choices], answered)

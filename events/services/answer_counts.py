"""How often each choice was made by the people who have, or had, a seat."""

from collections import Counter
from dataclasses import dataclass

from events.models import Event, Question, Registration


@dataclass(frozen=True)
class ChoiceCount:
    choice: str
    count: int


@dataclass(frozen=True)
class AnswerCount:
    question: Question
    choices: list[ChoiceCount]
    answered: int

    @property
    def most(self) -> int:
        return max([each.count for each in self.choices], default=0) or 1


def count_answers(event: Event) -> list[AnswerCount]:
    """Return the counts for each question with options, including people who were erased."""
    questions = [question for question in event.questions.all() if question.has_options]
    if not questions:
        return []
    seated = Registration.objects.seated().reachable().filter(event=event)
    answers = list(seated.values_list("answers", flat=True))
    return [count_choices(question, answers) for question in questions]


def count_choices(question: Question, answers: list[dict]) -> AnswerCount:
    counts = Counter(question.erased_counts)
    answered = sum(counts.values()) if question.kind != Question.AnswerType.CHOICES else 0
    for given in answers:
        answer = given.get(question.key)
        if answer:
            answered += 1
            counts.update(answer if isinstance(answer, list) else [answer])
    # Choices that are no longer offered come last.
    choices = dict.fromkeys([*question.options, *counts])
    return AnswerCount(
        question, [ChoiceCount(choice, counts[choice]) for choice in choices], answered
    )

from django.db.models import Q
from django_filters import CharFilter, ChoiceFilter, FilterSet

from events.models import Registration
from events.services.answer_counts import AnswerCount

ORDERS = {
    "newest": ["-created_at", "-pk"],
    "name": ["name", "pk"],
    "waiting": ["waiting_since", "pk"],
}


class RegistrationFilter(FilterSet):
    """Filters and sorts an event's registrations. They are in order of registration by default."""

    q = CharFilter(label="Name or email", method="search")
    state = ChoiceFilter(
        label="Status",
        choices=[*Registration.State.choices, ("held", "Not confirmed yet")],
        empty_label="All",
        method="filter_state",
    )
    came = ChoiceFilter(
        label="Attendance",
        choices=[("yes", "Attended"), ("no", "Did not attend")],
        empty_label="All",
        method="filter_attendance",
    )
    answer = ChoiceFilter(label="Answer", empty_label="All", method="filter_answer")
    order = ChoiceFilter(
        label="Order",
        choices=[("newest", "Newest first"), ("name", "Name"), ("waiting", "Waiting list")],
        empty_label="Registration",
        method="sort",
    )

    def __init__(self, *args, answer_counts: list[AnswerCount], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if answer_counts:
            self.filters["answer"].extra["choices"] = [
                (
                    count.question.label,
                    [
                        (f"{count.question.key}:{each.choice}", each.choice)
                        for each in count.choices
                    ],
                )
                for count in answer_counts
            ]
        else:
            del self.filters["answer"]

    def search(self, queryset, name: str, value: str):
        return queryset.filter(Q(name__icontains=value) | Q(email__icontains=value))

    def filter_state(self, queryset, name: str, value: str):
        return queryset.held() if value == "held" else queryset.filter(state=value)

    def filter_attendance(self, queryset, name: str, value: str):
        return queryset.seated().filter(attended_at__isnull=value == "no")

    def filter_answer(self, queryset, name: str, value: str):
        key, _, answer = value.partition(":")
        return queryset.filter(
            Q(answers__contains={key: answer}) | Q(answers__contains={key: [answer]})
        )

    def sort(self, queryset, name: str, value: str):
        return queryset.order_by(*ORDERS[value])

from django.http import HttpRequest, HttpResponse
from django.urls import path

from events.models import Event, Question, Registration

# The sizes of a name, the largest first: a class, and the letters of the longest word and of the
# whole name that fit on a badge with it.
SIZES = [("", 16, 30), ("badge-long", 24, 54), ("badge-longer", 36, 110)]
SMALLEST = "badge-longest"


class Badges:
    """Name badges for everybody with a seat, to be printed and cut."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.badges_view)
        return [
            path("<int:pk>/registrations/badges/", view, name=self.url_name("badges")),
            *super().get_urls(),
        ]

    def badges_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.check_registrations(request)
        event = self.find_event(request, pk)
        return self.show_page(
            request, event, "badges.html", title="Name badges", badges=badges_of(event)
        )


def badges_of(event: Event) -> list[tuple[str, str, str]]:
    """Return (name, class for its size, organization) of everybody with a seat, by name."""
    asked = event.questions.filter(preset=Question.Preset.ORGANISATION).first()
    key = asked.key if asked else ""
    seated = Registration.objects.seated().reachable().filter(event=event).order_by("name", "pk")
    return [(each.name, size_of(each.name), each.answers.get(key, "")) for each in seated]


def size_of(name: str) -> str:
    longest = max((len(word) for word in name.replace("-", "- ").split()), default=0)
    return next(
        (size for size, word, whole in SIZES if longest <= word and len(name) <= whole), SMALLEST
    )

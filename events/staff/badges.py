from django.views.generic import TemplateView

from events.models import Event, Question, Registration
from events.staff.base import EventStaffMixin

# The font sizes of names, from the largest: (CSS class, the longest word that fits, the longest
# name that fits), in characters.
SIZES = [("", 16, 30), ("badge-long", 24, 54), ("badge-longer", 36, 110)]
SMALLEST = "badge-longest"


class BadgesView(EventStaffMixin, TemplateView):
    """Name badges for everyone with a seat, to print and cut out."""

    permission_required = ["events.view_registration"]
    title = "Name badges"
    template_name = "admin/events/badges.html"

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(badges=badges_of(self.event), **kwargs)


def badges_of(event: Event) -> list[tuple[str, str, str]]:
    """Return (name, CSS class of its size, organization) of everyone with a seat, by name."""
    key = organization_key(event)
    seated = Registration.objects.seated().reachable().filter(event=event).order_by("name", "pk")
    return [(each.name, size_of(each.name), each.answers.get(key, "")) for each in seated]


def organization_key(event: Event) -> str:
    """Return the key of the question about people's organizations, or "" if it isn't asked."""
    question = event.questions.filter(preset=Question.Preset.ORGANIZATION).first()
    return question.key if question else ""


def size_of(name: str) -> str:
    longest = max((len(word) for word in name.replace("-", "- ").split()), default=0)
    return next(
        (size for size, word, whole in SIZES if longest <= word and len(name) <= whole), SMALLEST
    )

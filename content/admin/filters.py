from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.safestring import SafeString

from content.editing.pending_changes import kept_by, proposed, unpublished
from content.editing.permissions import may_publish
from content.editing.reviews import sent_back
from content.models import Contribution, Image, Status

# A writer's drafts are all the drafts that a writer sees.
OF_THOSE_WHO_PUBLISH = {"my-drafts", "mine-to-review", "changes-failed", "changes-kept"}


class StateFilter(admin.SimpleListFilter):
    title = "status"
    parameter_name = "state"

    def lookups(self, request, model_admin) -> list:
        states = [
            ("draft", "Drafts"),
            ("sent-back", "Sent back"),
            ("my-drafts", "My drafts"),
            ("review", "In review"),
            ("mine-to-review", "Mine to review"),
            ("scheduled", "Scheduled"),
            ("this-week", "Coming out this week"),
            ("published", "Published"),
            ("changes-failed", "Changes not published"),
            ("changes-proposed", "Changes proposed"),
            ("changes-kept", "Changes I keep"),
        ]
        if may_publish(request.user):
            return states
        return [state for state in states if state[0] not in OF_THOSE_WHO_PUBLISH]

    def queryset(self, request, queryset):
        now = timezone.now()
        match self.value():
            case "draft":
                return queryset.filter(status=Status.DRAFT)
            case "sent-back":
                return queryset.filter(pk__in=sent_back().values("pk"))
            case "mine-to-review":
                return queryset.filter(status=Status.REVIEW, assignment__assignee=request.user)
            case "my-drafts":
                return queryset.filter(status=Status.DRAFT).by_user(request.user)
            case "review":
                return queryset.filter(status=Status.REVIEW)
            case "scheduled":
                return queryset.scheduled()
            case "this-week":
                return queryset.coming_out_this_week()
            case "published":
                return queryset.published(at=now)
            case "changes-failed":
                return queryset.filter(pending__in=unpublished())
            case "changes-proposed":
                return queryset.filter(pending__in=proposed())
            case "changes-kept":
                return queryset.filter(pending__in=kept_by(request.user))
        return queryset


class MineFilter(admin.SimpleListFilter):
    title = "writer"
    parameter_name = "whose"

    def lookups(self, request, model_admin) -> list:
        return [("mine", "Mine")]

    def queryset(self, request, queryset):
        if self.value() != "mine":
            return queryset
        return queryset.by_user(request.user)


class AttentionFilter(admin.SimpleListFilter):
    """What an entry is missing."""

    title = "what’s missing"
    parameter_name = "missing"

    def lookups(self, request, model_admin) -> list:
        return [
            ("no-topic", "Without a topic"),
            ("no-author", "Without an author"),
            ("no-alt", "Images without alt text"),
            ("no-title", "Without a title"),
            ("attention", "Needs attention"),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "no-topic":
                return queryset.filter(topics__isnull=True)
            case "no-author":
                named = Contribution.objects.filter(entry=OuterRef("pk"), role="author")
                return queryset.filter(~Exists(named))
            case "no-alt":
                return queryset.filter(lacks_alt())
            case "no-title":
                return queryset.filter(title="")
            case "attention":
                return queryset.exclude(attention="")
        return queryset


class RelationFilter(admin.RelatedOnlyFieldListFilter):
    """Lists only values in use, and “None” instead of Django’s dash."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.empty_value_display = SafeString("None")


def lacks_alt() -> Q:
    """Match entries with an image that lacks alt text, as lead image or in the text."""
    lacking = Image.objects.lacking_alt()
    return Q(lead_image__in=lacking) | Q(Exists(lacking.filter(entries=OuterRef("pk"))))

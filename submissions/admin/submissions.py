from collections.abc import Callable
from typing import cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, Value, When
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from content.admin.columns import minute_column
from content.admin.fields import without_related_actions
from content.admin.lookups import ListedLookups
from content.admin.statuses import show_status
from content.editing.permissions import may_publish
from content.editing.reviews import form_path
from content.exceptions import AppError
from content.keys import read_key
from content.models import User
from submissions.forms.staff import (
    ChosenTemplateForm,
    ListingForm,
    SubmissionNoteForm,
    SubmissionReplyForm,
)
from submissions.models import ReplyTemplate, Submission
from submissions.services.handling import (
    add_submission_note,
    possible_assignees,
    reply,
    save_submission,
    set_status,
)
from submissions.services.publishing import (
    kinds_for,
    make_draft,
    publish_problem,
    take_back_problem,
)

Status = Submission.Status
SENT = ["who_sent", "agreed", "title", "text"]
OTHERS = [
    ("Who says so", {"fields": [("name", "role", "state")], "classes": ["collapse"]}),
    ("What happens with it", {"fields": [("status", "assignee")]}),
]


class AssignedFilter(admin.SimpleListFilter):
    title = "assignee"
    parameter_name = "assigned"

    def lookups(self, request, model_admin) -> list:
        users = [(str(user.pk), str(user)) for user in possible_assignees()]
        return [("me", "Mine to answer"), ("no-one", "No one"), *users]

    def queryset(self, request, queryset):
        match self.value():
            case None:
                return queryset
            case "me":
                is_open = [Status.NEW, Status.IN_PROGRESS]
                return queryset.filter(assignee=request.user, status__in=is_open)
            case "no-one":
                return queryset.filter(assignee=None)
            case number:
                return queryset.filter(assignee=read_key(number))


class PublicFilter(admin.SimpleListFilter):
    title = "listed"
    parameter_name = "listed"

    def lookups(self, request, model_admin) -> list:
        return [("yes", "Among the problems")]

    def queryset(self, request, queryset):
        return queryset.public() if self.value() else queryset


@admin.register(Submission)
class SubmissionAdmin(ListedLookups, admin.ModelAdmin):
    """What readers sent, new ones first, with the emails and notes about each."""

    change_form_template = "admin/submissions/submission/change_form.html"
    list_display = [
        "title",
        "kind",
        "who",
        "topic",
        "assignee",
        "state_of",
        "ours_too",
        minute_column("created_at", "Sent"),
    ]
    list_filter = [
        "status",
        "kind",
        AssignedFilter,
        PublicFilter,
        ("topic", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["topic", "assignee", "reader"]
    search_fields = ["title", "text", "name", "reader__email"]
    search_help_text = "Words, name, or email address"
    date_hierarchy = "created_at"
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    actions = ["assign_to_me", "mark_done", "decline"]
    readonly_fields = ["who_sent", "agreed"]

    def get_queryset(self, request) -> QuerySet[Submission]:
        return Submission.objects.confirmed()

    def get_ordering(self, request) -> list:
        open_first = Case(
            When(status=Status.NEW, then=Value(0)),
            When(status=Status.IN_PROGRESS, then=Value(1)),
            default=Value(2),
        )
        return [open_first, "-created_at", "-pk"]

    def get_fieldsets(self, request, obj=None) -> list:
        is_resource = obj is not None and obj.kind == Submission.Category.RESOURCE
        shown = [*SENT, "url", "topic"] if is_resource else [*SENT, "topic"]
        return [(None, {"fields": shown}), *OTHERS]

    def get_view_on_site_url(self, obj=None) -> str | None:
        return obj.get_absolute_url() if obj is not None and obj.published_at else None

    def has_add_permission(self, request) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "assignee":
            kwargs["queryset"] = possible_assignees()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_related_actions(super().formfield_for_dbfield(db_field, request, **kwargs))

    def save_model(self, request, obj: Submission, form, change: bool) -> None:
        save_submission(submission=obj, by=request.user)

    # The list

    @admin.display(description="From", ordering="name")
    def who(self, submission: Submission) -> str:
        return submission.name or str(submission.reader or "A reader")

    @admin.display(description="Status", ordering="status")
    def state_of(self, submission: Submission) -> str:
        return show_status(submission.status)

    @admin.display(description="Ours, too", ordering="shared_count")
    def ours_too(self, submission: Submission) -> str:
        return str(submission.shared_count or "")

    @admin.action(description="Assign to me", permissions=["change"])
    def assign_to_me(self, request, queryset) -> None:
        for submission in queryset:
            submission.assignee = request.user
            save_submission(submission=submission, by=request.user)
        self.message_user(request, "They are assigned to you.", messages.SUCCESS)

    @admin.action(description="Mark as done", permissions=["change"])
    def mark_done(self, request, queryset) -> None:
        self.close(request, queryset, Status.DONE)

    @admin.action(description="Decline", permissions=["change"])
    def decline(self, request, queryset) -> None:
        self.close(request, queryset, Status.DECLINED)

    def close(self, request, queryset, status: Submission.Status) -> None:
        count = set_status(submissions=queryset, status=status, by=request.user)
        words = "One is" if count == 1 else f"{count} are"
        self.message_user(request, f"{words} {status.label.lower()} now.", messages.SUCCESS)

    # The page of one

    @admin.display(description="From")
    def who_sent(self, submission: Submission) -> str:
        if submission.reader is None:
            return "A reader whose details were erased"
        address = submission.reader.email
        return format_html('<a href="mailto:{}">{}</a>', address, address)

    @admin.display(description="May be published")
    def agreed(self, submission: Submission) -> str:
        if submission.may_publish:
            return "Yes, with name, role, and state"
        return "No. It was sent to us only"

    def get_urls(self) -> list:
        views = [
            ("note", self.note_view),
            ("reply", self.reply_view),
            ("draft", self.draft_view),
            ("list", self.list_view),
            ("take-back", self.take_back_view),
        ]
        own = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"submissions_submission_{name}",
            )
            for name, view in views
        ]
        return [*own, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        submission = self.get_object(request, object_id)
        if submission is not None and self.has_view_or_change_permission(request, submission):
            extra_context = {**(extra_context or {}), **self.context_of(request, submission)}
        return super().change_view(request, object_id, form_url, extra_context)

    def context_of(
        self,
        request: HttpRequest,
        submission: Submission,
        *,
        reply_form: Form | None = None,
        note_form: Form | None = None,
    ) -> dict:
        user = cast(User, request.user)
        template_form = ChosenTemplateForm(request.GET if "template" in request.GET else None)
        chosen = template_form.cleaned_data["template"] if template_form.is_valid() else None
        entry = submission.entry
        return {
            "notes": submission.notes.select_related("by"),
            "note_form": note_form or SubmissionNoteForm(auto_id="note_%s"),
            "reply_form": reply_form
            or SubmissionReplyForm(
                own_address=user.email,
                auto_id="reply_%s",
                initial={"text": chosen.fill_in(submission)} if chosen else None,
            ),
            "template_form": ChosenTemplateForm(initial={"template": chosen}, auto_id="begin_%s"),
            "has_templates": ReplyTemplate.objects.exists(),
            "listing_form": ListingForm(initial={"topic": submission.topic_id}, auto_id="list_%s"),
            "may_change": self.has_change_permission(request, submission),
            "may_list": submission.kind == Submission.Category.PROBLEM and may_publish(user),
            "draft_kinds": [] if entry else kinds_for(user),
            "made_path": form_path(entry) if entry else "",
            "submission": submission,
        }

    def note_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        submission = self.find(request, pk)
        form = SubmissionNoteForm(request.POST, auto_id="note_%s")
        if not form.is_valid():
            return self.show_again(request, pk, note_form=form)
        text = form.cleaned_data["text"]
        add_submission_note(submission=submission, by=cast(User, request.user), text=text)
        return self.return_to(request, pk, "Your colleagues see the note.")

    def reply_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        submission, user = self.find(request, pk), cast(User, request.user)
        form = SubmissionReplyForm(request.POST, own_address=user.email, auto_id="reply_%s")
        if not form.is_valid():
            return self.show_again(request, pk, reply_form=form)
        try:
            reply(
                submission=submission,
                by=user,
                text=form.cleaned_data["text"],
                to_mailbox=form.cleaned_data["answers_to"] == "mailbox",
            )
        except AppError as error:
            form.add_error(None, str(error))
            return self.show_again(request, pk, reply_form=form)
        return self.return_to(request, pk, "The reply is on its way.")

    def draft_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        submission, user = self.find(request, pk), cast(User, request.user)
        wanted = request.POST.get("kind", "")
        kind = next((kind for kind in kinds_for(user) if kind.name == wanted), None)
        if kind is None:
            raise PermissionDenied
        try:
            entry = make_draft(submission=submission, kind=kind, by=user)
        except AppError as error:
            return self.return_to(request, pk, str(error), level=messages.WARNING)
        words = "This is a draft now. The reader gets an email when it’s published."
        messages.success(request, words)
        return HttpResponseRedirect(form_path(entry))

    def list_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ListingForm(request.POST)
        topic = form.cleaned_data["topic"] if form.is_valid() else None
        return self.act(
            request,
            pk,
            lambda submission, by: publish_problem(submission=submission, topic=topic, by=by),
            "It’s on the site, and the reader gets an email.",
        )

    def take_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.act(
            request,
            pk,
            lambda submission, by: take_back_problem(submission=submission, by=by),
            "It’s no longer on the site.",
        )

    def act(
        self, request: HttpRequest, pk: int, do: Callable[[Submission, User], object], done: str
    ) -> HttpResponse:
        try:
            do(self.find(request, pk), cast(User, request.user))
        except AppError as error:
            return self.return_to(request, pk, str(error), level=messages.WARNING)
        return self.return_to(request, pk, done)

    def find(self, request: HttpRequest, pk: int) -> Submission:
        """Raises Http404 and PermissionDenied."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def show_again(self, request: HttpRequest, pk: int, **forms: Form) -> HttpResponse:
        """Show the page with what was typed, which wasn't sent."""
        submission = self.find(request, pk)
        context = self.context_of(request, submission, **forms)
        request.method = "GET"
        return super().change_view(request, str(pk), extra_context=context)

    def return_to(
        self, request: HttpRequest, pk: int, words: str, *, level: int = messages.SUCCESS
    ) -> HttpResponse:
        messages.add_message(request, level, words)
        return HttpResponseRedirect(reverse("admin:submissions_submission_change", args=[pk]))

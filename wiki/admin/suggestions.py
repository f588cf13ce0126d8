from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from content.admin.columns import minute_column
from content.admin.lookups import ListedLookups
from content.admin.statuses import show_status
from content.editing.differences import compare, shorten
from content.editing.merging import merge_texts
from content.editing.permissions import may_change
from content.models import Entry
from content.shapes import NOT_IN_ROWS
from wiki.exceptions import ArticleChanged, SuggestionResolved, WikiError
from wiki.models import Article, Suggestion
from wiki.services.suggestions import (
    accept_merged_text,
    accept_suggestion,
    decline_suggestion,
    merge_suggestion,
    newest_revision,
)

Status = Suggestion.Status
TEXTS = ["text", "base_text"]


@admin.register(Suggestion)
class SuggestionAdmin(ListedLookups, admin.ModelAdmin):
    """Readers' suggestions, waiting ones first, to accept or decline in one click."""

    list_display = ["what", "note", "who", "state", minute_column("created_at", "Sent")]
    list_filter = ["status"]
    search_fields = ["article__title", "note", "name", "email"]
    search_help_text = "Article, note, or reader"
    date_hierarchy = "created_at"
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    actions = ["accept_selected", "decline_selected"]

    def get_queryset(self, request):
        suggestions = super().get_queryset(request).select_related("article", "resolved_by")
        return suggestions.defer(*TEXTS, *(f"article__{name}" for name in NOT_IN_ROWS))

    def get_ordering(self, request) -> list:
        waiting_first = Case(When(status=Status.WAITING, then=Value(0)), default=Value(1))
        return [waiting_first, "-created_at"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_change(request.user, obj.article))

    # The list

    @admin.display(description="Article")
    def what(self, suggestion: Suggestion) -> str:
        return suggestion.article.heading

    @admin.display(description="Who", ordering="name")
    def who(self, suggestion: Suggestion) -> str:
        return suggestion.name or "A reader"

    @admin.display(description="Status", ordering="status")
    def state(self, suggestion: Suggestion) -> str:
        return show_status(suggestion.status)

    @admin.action(description="Accept and publish", permissions=["change"])
    def accept_selected(self, request, queryset) -> None:
        self.resolve_selected(request, queryset, accept_suggestion, "accepted")

    @admin.action(description="Decline", permissions=["change"])
    def decline_selected(self, request, queryset) -> None:
        self.resolve_selected(request, queryset, decline_suggestion, "declined")

    def resolve_selected(self, request, queryset, resolve, word: str) -> None:
        resolved = 0
        for pk in list(queryset.values_list("pk", flat=True)):
            try:
                with self.lock_suggestion(request, pk) as suggestion:
                    resolve(suggestion=suggestion, by=request.user)
                resolved += 1
            except WikiError as error:
                about = Suggestion.objects.select_related("article").defer(*TEXTS).get(pk=pk)
                self.message_user(request, f"{about}: {error}", messages.WARNING)
        if resolved:
            words = "One suggestion was" if resolved == 1 else f"{resolved} suggestions were"
            self.message_user(request, f"{words} {word}.", messages.SUCCESS)

    @contextmanager
    def lock_suggestion(self, request: HttpRequest, pk: int) -> Iterator[Suggestion]:
        """Lock a suggestion and its article until the block ends.

        Raises Http404, PermissionDenied.
        """
        with transaction.atomic():
            entries = Entry.objects.select_for_update(no_key=True, of=["self"])
            entries.filter(article__suggestions=pk).values_list("pk").first()
            suggestion = get_object_or_404(self.get_queryset(request), pk=pk)
            if not self.has_change_permission(request, suggestion):
                raise PermissionDenied
            yield suggestion

    # The page of one

    def get_urls(self) -> list:
        def route(name: str, view):
            wrapped = self.admin_site.admin_view(require_POST(view))
            return path(f"<int:pk>/{name}/", wrapped, name=f"wiki_suggestion_{name}")

        return [
            route("accept", self.accept_view),
            route("merge", self.merge_view),
            route("decline", self.decline_view),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        suggestion = self.get_object(request, object_id)
        if suggestion is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, suggestion):
            raise PermissionDenied
        return self.show(request, suggestion)

    def accept_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            with self.lock_suggestion(request, pk) as suggestion:
                article = accept_suggestion(suggestion=suggestion, by=request.user)
        except WikiError as error:
            return self.return_with_error(request, pk, error)
        return self.report_accepted(request, article)

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Accept the text that the editor merged."""
        text = request.POST.get("text", "").replace("\r\n", "\n")
        seen = request.POST.get("seen", "")
        seen = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) <= 18 else 0
        try:
            with self.lock_suggestion(request, pk) as suggestion:
                article = accept_merged_text(
                    suggestion=suggestion, text=text, seen=seen, by=request.user
                )
        except ArticleChanged as error:
            messages.warning(request, str(error))
            suggestion = get_object_or_404(self.get_queryset(request), pk=pk)
            return self.show(request, suggestion, text=merge_again(suggestion, text, seen))
        except SuggestionResolved as error:
            return self.return_with_error(request, pk, error)
        except WikiError as error:
            messages.warning(request, str(error))
            suggestion = get_object_or_404(self.get_queryset(request), pk=pk)
            return self.show(request, suggestion, text=text)
        return self.report_accepted(request, article)

    def decline_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            with self.lock_suggestion(request, pk) as suggestion:
                decline_suggestion(suggestion=suggestion, by=request.user)
        except WikiError as error:
            return self.return_with_error(request, pk, error)
        messages.success(request, "The suggestion was declined. The article is unchanged.")
        return HttpResponseRedirect(reverse("admin:wiki_suggestion_changelist"))

    def return_with_error(self, request: HttpRequest, pk: int, error: WikiError) -> HttpResponse:
        messages.warning(request, str(error))
        return HttpResponseRedirect(reverse("admin:wiki_suggestion_change", args=[pk]))

    def report_accepted(self, request: HttpRequest, article: Article) -> HttpResponse:
        history = reverse("admin:wiki_article_history", args=[article.pk])
        sentence = 'The suggestion is now part of “{}” and <a href="{}">its history</a>.'
        messages.success(request, format_html(sentence, article, history))
        return HttpResponseRedirect(reverse("admin:wiki_suggestion_changelist"))

    def show(
        self, request: HttpRequest, suggestion: Suggestion, *, text: str | None = None
    ) -> HttpResponse:
        """Show a reader's suggestion; `text` is the editor's version so far."""
        # Read before the article: if that changes in between, saving notices.
        seen = newest_revision(suggestion.article)
        article = Article.objects.get(pk=suggestion.article_id)
        merged = merge_suggestion(suggestion, article)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Suggestion",
            "suggestion": suggestion,
            "article": article,
            "is_waiting": suggestion.status == Status.WAITING,
            "may_resolve": self.has_change_permission(request, suggestion),
            "pieces": shorten(compare(suggestion.base_text, suggestion.text)),
            "has_changed": article.body != suggestion.base_text,
            "conflicts": merged.conflicts,
            "text": merged.text if text is None else text,
            "is_edited": text is not None,
            "seen": seen,
        }
        return TemplateResponse(request, "admin/wiki/suggestion.html", context)


def merge_again(suggestion: Suggestion, text: str, seen: int) -> str:
    """Merge the editor's text with what the article has become since."""
    article = Article.objects.get(pk=suggestion.article_id)
    revisions = article.revisions.newest_first().select_related("by__person")
    before = revisions.filter(pk=seen).first()
    newest = revisions.first()
    merged = merge_texts(
        base=before and before.body,
        theirs=article.body,
        mine=text,
        their_name=newest.made_by if newest else "Someone",
    )
    return merged.text

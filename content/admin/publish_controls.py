from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html

from content.admin.revisions import Revisions
from content.editing.forms import EntryForm
from content.editing.reviews import writers_of
from content.editing.steps import Action
from content.models import Entry, Status
from content.moments import format_coming, format_day, format_minute
from content.phrases import join_list


class PublishControls(Revisions, admin.ModelAdmin):
    """What the buttons of an entry’s form answer once it is saved."""

    def tell_outcome(self, request: HttpRequest, form: EntryForm, added: str = "") -> None:
        sentence = " ".join(filter(None, [describe_outcome(form), added]))
        entry = form.instance
        if "_addanother" in request.POST and entry.status == Status.DRAFT:
            sentence = format_html(
                '“{}” is a draft now. <a href="{}?state=draft&amp;whose=mine">See your drafts</a>, '
                "or add another below.{}",
                entry.heading,
                self.link_to("changelist"),
                added and f" {added}",
            )
        if entry.is_public:
            link = format_html(' <a href="{}">View it</a>', entry.get_absolute_url())
            sentence = format_html("{}{}", sentence, link)
        self.message_user(request, sentence, messages.SUCCESS)

    def response_add(self, request, obj, post_url_continue=None) -> HttpResponse:
        if "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        send_to_browser(request, "saved-draft")
        return self.return_to_form(request, obj)

    def response_change(self, request, obj) -> HttpResponse:
        if "_popup" in request.POST:
            return super().response_change(request, obj)
        send_to_browser(request, "saved-draft")
        return self.return_to_form(request, obj)

    def return_to_form(self, request: HttpRequest, entry: Entry) -> HttpResponse:
        """Redirect to the form, or to the list if the user closed it or may no longer change it.

        Or to an empty form, if the user wants to add another entry.
        """
        if "_addanother" in request.POST and self.has_add_permission(request):
            return HttpResponseRedirect(self.link_to("add"))
        if "_save" in request.POST or not self.has_change_permission(request, entry):
            return self.response_post_save_change(request, entry)
        return HttpResponseRedirect(self.link_to("change", entry.pk))


def describe_outcome(form: EntryForm) -> str:
    """Return what has happened to the entry that this form saved, in a sentence."""
    entry, was = form.instance, form.before
    if form.keeps_changes:
        return describe_kept(form)
    is_new_date = was != entry.status or entry.published_at != form.date_before
    if entry.is_scheduled and form.was_public:
        return f"Hidden: readers won’t find this page until {format_minute(entry.published_at)}."
    if entry.is_scheduled:
        date = format_coming(entry.published_at)
        return f"Scheduled for {date}." if is_new_date else f"Saved. It will appear {date}."
    if entry.status == Status.PUBLISHED:
        if not is_new_date:
            return "The changes are published."
        if form.was_public:
            return f"The publication date is now {format_day(entry.published_at)}."
        return "Published."
    if was == entry.status:
        return "Draft saved." if was == Status.DRAFT else "Saved. It’s still waiting for review."
    if entry.status == Status.REVIEW:
        return "Submitted for review."
    if was == Status.REVIEW:
        if form.step == Action.SEND_BACK:
            return f"Sent back to {name_writers(entry)}."
        return "It’s a draft again."
    if form.was_public:
        return "Unpublished. It’s a draft again, and readers no longer see it."
    return "Unscheduled. It’s a draft again."


def describe_kept(form: EntryForm) -> str:
    if form.step == Action.PROPOSE:
        return "Proposed. Readers see the changes once an editor publishes them."
    if form.step == Action.SEND_BACK:
        return f"Sent back to {name_writers(form.instance)}. Readers see what was published."
    date = form.cleaned_data["changes_at"]
    if date:
        return f"Saved. The changes will be published {format_coming(date)}."
    return "Saved without publishing. Readers don’t see the changes yet."


def name_writers(entry: Entry) -> str:
    return join_list([str(writer) for writer in writers_of(entry)]) or "its writer"


def send_to_browser(request: HttpRequest, what: str) -> None:
    """Tell the browser what happened to the draft it kept for this form. See drafts.js."""
    key = request.POST.get("draft_key")
    if key:
        messages.success(request, key, extra_tags=what)

"""Newsletters in the admin: written like any entry, and composed, tested, and sent."""

from collections import Counter
from typing import cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_safe

from content.admin.email_frames import SCHEMES, show_email
from content.admin.entries import NEEDS_ATTENTION, PUBLISHING, SEARCH_ENGINES, EntryAdmin
from content.admin.filters import MineFilter, StateFilter
from content.exceptions import ContentError
from content.mail import send_now
from content.models import QueuedEmail, Reader, User
from following.emails.digests import build_for_follower
from following.emails.newsletters import write_newsletter
from following.forms import EntryChoiceForm
from following.models import Follow, Mailing, Newsletter
from following.models.follows import NEWSLETTER, Frequency
from following.services.mailings import pause_mailing, resume_mailing
from following.services.newsletters import add_entries, offered_entries

State = QueuedEmail.State


@admin.register(Newsletter)
class NewsletterAdmin(EntryAdmin):
    change_form_template = "admin/following/newsletter_form.html"
    list_display = ["heading_link", "status_text", "changed", "view_link"]
    list_filter = [StateFilter, MineFilter]
    fieldsets = [
        ("Write", {"fields": ["title", "body", "summary"], "classes": ["write"]}),
        PUBLISHING,
        (
            "Where it belongs",
            {"fields": ["sector", "topics", "companions"], "classes": ["aside"]},
        ),
        ("Pictures", {"fields": ["lead_image", "lead_image_caption"], "classes": ["aside"]}),
        SEARCH_ENGINES,
        NEEDS_ATTENTION,
    ]

    def get_urls(self) -> list:
        wrap, name = self.admin_site.admin_view, self.url_name
        return [
            path("<int:pk>/entries/", wrap(self.entries_view), name=name("entries")),
            path("<int:pk>/email/", wrap(self.email_view), name=name("email")),
            path("<int:pk>/email/frame/", wrap(self.frame_view), name=name("frame")),
            *super().get_urls(),
        ]

    def find_newsletter(self, request: HttpRequest, pk: int) -> Newsletter:
        """Raises Http404 and PermissionDenied."""
        newsletter = self.find_entry(request, pk)
        if not self.has_change_permission(request, newsletter):
            raise PermissionDenied
        return cast(Newsletter, newsletter)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def entries_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Choose, order, and annotate what was published since the last newsletter."""
        newsletter = self.find_newsletter(request, pk)
        data = request.POST if request.method == "POST" else None
        offered = [
            (
                entry,
                EntryChoiceForm(
                    data,
                    prefix=f"entry-{entry.pk}",
                    label_suffix="",
                    initial={"is_chosen": "all" in request.GET, "position": number},
                ),
            )
            for number, entry in enumerate(offered_entries(newsletter), start=1)
        ]
        if data is not None and all(form.is_valid() for _, form in offered):
            chosen = [pair for pair in offered if pair[1].cleaned_data["is_chosen"]]
            # The sort is stable: those without a place keep their order, at the end.
            chosen.sort(key=lambda pair: pair[1].cleaned_data["position"] or 1_000)
            if chosen:
                add_entries(
                    newsletter=newsletter,
                    chosen=[(entry, form.cleaned_data["note"]) for entry, form in chosen],
                    by=cast(User, request.user),
                )
                messages.success(request, "The entries are at the end of the text now.")
                return HttpResponseRedirect(self.link_to("change", pk))
            messages.error(request, "Choose at least one entry.")
        return self.show(
            request, newsletter, "entries", {"title": "Choose entries", "offered": offered}
        )

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def email_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Preview and test the email; see how far it is sent, pause it, and resume it."""
        newsletter = self.find_newsletter(request, pk)
        mailing = Mailing.objects.filter(frequency=Frequency.ISSUE, key=newsletter.guid).first()
        if request.method == "POST":
            if "test" in request.POST:
                self.send_test(request, newsletter)
            elif mailing and "pause" in request.POST:
                pause_mailing(mailing)
                messages.success(request, "Paused. The emails that aren’t sent yet wait.")
            elif mailing and "resume" in request.POST:
                count = resume_mailing(mailing)
                messages.success(request, f"Resumed, with {count} still to send.")
            return HttpResponseRedirect(self.link_to("email", pk))
        frame = self.link_to("frame", pk)
        subscribers = Follow.objects.reachable().filter(scope=NEWSLETTER)
        context = {
            "title": "Email",
            "mailing": mailing,
            "counts": count_states(mailing),
            "subscribers": subscribers.count(),
            "frames": [
                (f"{device}, {scheme}", width, f"{frame}?scheme={scheme}")
                for scheme in SCHEMES
                for device, width in (("On a computer", "wide"), ("On a phone", "narrow"))
            ],
        }
        return self.show(request, newsletter, "email", context)

    def send_test(self, request: HttpRequest, newsletter: Newsletter) -> None:
        email = build_for(newsletter, request)
        email.subject = f"Test: {email.subject}"
        try:
            send_now(email)
        except ContentError as error:
            messages.error(request, f"The mail server did not accept the test: {error}")
        else:
            messages.success(request, f"We sent a test to {cast(User, request.user).email}.")

    @method_decorator(require_safe)
    def frame_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        newsletter = self.find_newsletter(request, pk)
        email = build_for(newsletter, request)
        return show_email(request, email, scheme=request.GET.get("scheme", ""))

    def show(
        self, request: HttpRequest, newsletter: Newsletter, page: str, context: dict
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "newsletter": newsletter,
            "change_url": self.link_to("change", newsletter.pk),
            **context,
        }
        return render(request, f"admin/following/newsletter_{page}.html", context)


def build_for(newsletter: Newsletter, request: HttpRequest) -> EmailMultiAlternatives:
    """Return the email as the user would get it. Its links to stop work for no one."""
    reader = Reader(email=cast(User, request.user).email)
    content = write_newsletter(newsletter)
    return build_for_follower(content, reader=reader, frequency=Frequency.ISSUE)


def count_states(mailing: Mailing | None) -> list[tuple[str, int]]:
    if mailing is None:
        return []
    counted = mailing.digests.order_by().values_list("state").annotate(Count("pk"))
    found = Counter(dict(counted))
    found[State.SENT] += mailing.forgotten
    return [(State(state).label, found[state]) for state in State.values]

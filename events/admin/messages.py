import base64
import hashlib
import re
import smtplib

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST

from events.emails import build_message_mail
from events.exceptions import EventError
from events.forms.registrants import MessageForm
from events.models import Delivery, Event, Message
from events.services.messages import change_draft, people_of, send_message, send_test

SENT_ALREADY = "It is sent already, and once is enough."
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


class Messages:
    """Messages to the people of an event: written, looked at, tried, and sent once."""

    def get_urls(self) -> list:
        wrap, name = self.admin_site.admin_view, self.url_name
        below = "<int:pk>/messages/"
        one = f"{below}<int:message_id>/"
        return [
            path(below, wrap(self.messages_view), name=name("messages")),
            path(one, wrap(self.message_view), name=name("message")),
            path(f"{one}mail/", wrap(self.mail_view), name=name("message_mail")),
            path(f"{one}send/", wrap(require_POST(self.send_view)), name=name("message_send")),
            *super().get_urls(),
        ]

    def links_of(self, event) -> list[tuple[str, str]]:
        return [*super().links_of(event), ("Messages", self.link_to("messages", event.pk))]

    def find_message(self, request: HttpRequest, pk: int, message_id: int) -> Message:
        self.check_messages(request)
        event = self.find_event(request, pk)
        return get_object_or_404(
            Message.objects.select_related("event"), pk=message_id, event=event
        )

    def check_messages(self, request: HttpRequest) -> None:
        if not request.user.has_perm("events.add_message"):
            raise PermissionDenied

    def messages_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """List what was sent, and begin a new one."""
        self.check_messages(request)
        event = self.find_event(request, pk)
        form = MessageForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            message = form.save(commit=False)
            message.event, message.created_by = event, request.user
            message.save()
            return HttpResponseRedirect(self.link_to("message", pk, message.pk))
        return self.show_page(
            request,
            event,
            "messages.html",
            title="Messages",
            form=form,
            written=[(each, self.link_to("message", pk, each.pk)) for each in with_counts(event)],
        )

    def message_view(self, request: HttpRequest, pk: int, message_id: int) -> HttpResponse:
        """Show a message as it will arrive; while it is a draft, it can be changed."""
        message = self.find_message(request, pk, message_id)
        form = None
        if message.sent_at is None:
            form = MessageForm(request.POST or None, instance=message)
            if request.method == "POST" and form.is_valid():
                address = self.link_to("message", pk, message_id)
                if change_draft(message=form.save(commit=False)):
                    return self.done(request, address, "The draft is saved.")
                self.message_user(request, SENT_ALREADY, messages.ERROR)
                return HttpResponseRedirect(address)
        event = message.event
        return self.show_page(
            request,
            event,
            "message.html",
            title=message.subject,
            message=Message.objects.get(pk=message_id),
            form=form,
            people=people_of(event=event, audience=message.audience).count(),
            text=build_message_mail(message, to=request.user.email).body,
            mail_url=self.link_to("message_mail", pk, message_id),
            send_url=self.link_to("message_send", pk, message_id),
            messages_url=self.link_to("messages", pk),
        )

    def mail_view(self, request: HttpRequest, pk: int, message_id: int) -> HttpResponse:
        """Return the mail's HTML for a frame: with its own style, and no program."""
        message = self.find_message(request, pk, message_id)
        mail = build_message_mail(message, to=request.user.email)
        html = mail.alternatives[0].content
        policy = {
            "default-src": [CSP.NONE],
            "style-src": [f"'sha256-{digest(style)}'" for style in STYLE.findall(html)],
            "img-src": [CSP.SELF],
            "frame-ancestors": [CSP.SELF],
        }
        respond = xframe_options_sameorigin(csp_override(policy)(lambda _: HttpResponse(html)))
        return respond(request)

    def send_view(self, request: HttpRequest, pk: int, message_id: int) -> HttpResponse:
        message = self.find_message(request, pk, message_id)
        address = self.link_to("message", pk, message_id)
        if "test" in request.POST:
            return self.send_test_to(request, message, address)
        try:
            count = send_message(message=message)
        except EventError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(address)
        if count == 0:
            return self.done(request, address, SENT_ALREADY)
        people = "one person" if count == 1 else f"{count} people"
        return self.done(request, address, f"It is on its way to {people}.")

    def send_test_to(self, request: HttpRequest, message: Message, address: str) -> HttpResponse:
        try:
            send_test(message=message, to=request.user.email)
        except (smtplib.SMTPException, OSError) as error:
            sentence = f"The mail server did not take the test: {error}"
            self.message_user(request, sentence, messages.ERROR)
            return HttpResponseRedirect(address)
        return self.done(request, address, f"A test is on its way to {request.user.email}.")


def with_counts(event: Event):
    state = Delivery.State
    return event.messages.select_related("created_by").annotate(
        sent=Count("deliveries", filter=Q(deliveries__state=state.SENT)),
        waiting=Count("deliveries", filter=Q(deliveries__state=state.WAITING)),
        failed=Count("deliveries", filter=Q(deliveries__state=state.FAILED)),
    )


def digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

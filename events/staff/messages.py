"""Messages to an event's registrants: written, previewed, tested, and sent once."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import CreateView, UpdateView, View

from content.admin.email_frames import show_email
from content.exceptions import ContentError
from events.emails import build_message_email
from events.exceptions import EventError
from events.forms.registrants import MessageForm
from events.models import Delivery, Message
from events.services.messages import change_draft, recipients_of, send_message, send_test
from events.staff.base import EventStaffMixin, count_people

ALREADY_SENT = "This message has already been sent. A message can only be sent once."


class MessageStaffMixin(EventStaffMixin):
    permission_required = ["events.add_message"]

    def get_object(self, queryset=None) -> Message:
        messages = Message.objects.select_related("event")
        return get_object_or_404(messages, pk=self.kwargs["message_id"], event=self.event)


class MessageListView(MessageStaffMixin, CreateView):
    """The messages of an event, and the form for a new one."""

    title = "Messages"
    template_name = "admin/events/messages.html"
    form_class = MessageForm

    def form_valid(self, form: MessageForm) -> HttpResponse:
        form.instance.event, form.instance.created_by = self.event, self.request.user
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return self.link_to("message", self.object.pk)

    def get_context_data(self, **kwargs) -> dict:
        state = Delivery.State
        messages = self.event.messages.select_related("created_by").annotate(
            sent=Count("deliveries", filter=Q(deliveries__state=state.SENT)),
            waiting=Count("deliveries", filter=Q(deliveries__state=state.WAITING)),
            failed=Count("deliveries", filter=Q(deliveries__state=state.FAILED)),
        )
        written = [(each, self.link_to("message", each.pk)) for each in messages]
        return super().get_context_data(written=written, **kwargs)


class MessageView(MessageStaffMixin, UpdateView):
    """Shows a message as it will arrive. A draft can still be changed."""

    template_name = "admin/events/message.html"
    form_class = MessageForm

    def form_valid(self, form: MessageForm) -> HttpResponse:
        address = self.link_to("message", self.object.pk)
        if change_draft(message=form.save(commit=False)):
            return self.succeed(address, "The draft has been saved.")
        return self.fail(address, ALREADY_SENT)

    def get_context_data(self, **kwargs) -> dict:
        # As stored: an invalid form has written its values into self.object.
        message = self.get_object()
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "title": message.subject,
            "message": message,
            "form": None if message.sent_at else context["form"],
            "people": recipients_of(event=self.event, audience=message.audience).count(),
            "text": build_message_email(message, to=self.request.user.email).body,
            "email_url": self.link_to("message_email", message.pk),
            "send_url": self.link_to("message_send", message.pk),
            "messages_url": self.link_to("messages"),
        }


class MessagePreviewView(MessageStaffMixin, View):
    """The email's HTML for a frame, with its own style and no scripts."""

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return show_email(request, build_message_email(self.get_object(), to=request.user.email))


class MessageSendView(MessageStaffMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        message = self.get_object()
        address = self.link_to("message", message.pk)
        if "test" in request.POST:
            return self.send_test(message, address)
        try:
            count = send_message(message=message)
        except EventError as error:
            return self.fail(address, str(error))
        if count == 0:
            return self.succeed(address, ALREADY_SENT)
        return self.succeed(address, f"We’re sending your message to {count_people(count)}.")

    def send_test(self, message: Message, address: str) -> HttpResponse:
        email = self.request.user.email
        try:
            send_test(message=message, to=email)
        except ContentError as error:
            return self.fail(address, f"The mail server did not accept the test: {error}")
        return self.succeed(address, f"We sent a test to {email}.")

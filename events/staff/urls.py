"""The pages for running an event, included below /admin/events/event/ in the admin's namespace."""

from django.urls import path

from events.staff.badges import BadgesView
from events.staff.cancellation import CancelView, ReinstateView
from events.staff.check_in import CheckInView
from events.staff.emails import EmailsView
from events.staff.exports import ExportView
from events.staff.messages import (
    MessageListView,
    MessagePreviewView,
    MessageSendView,
    MessageView,
)
from events.staff.presenters import PresentersView
from events.staff.questions import QuestionsView
from events.staff.recording import RecordingView
from events.staff.registration import RegistrationView
from events.staff.registrations import (
    RegistrationAddView,
    RegistrationListView,
    RetryView,
    SeatsView,
)

VIEWS = [
    ("registrations/", RegistrationListView, "registrations"),
    ("registrations/add/", RegistrationAddView, "registration_add"),
    ("registrations/seats/", SeatsView, "registration_seats"),
    ("registrations/again/", RetryView, "registration_again"),
    ("registrations/<int:registration_id>/", RegistrationView, "registration"),
    ("registrations/export/<str:kind>/", ExportView, "export"),
    ("registrations/badges/", BadgesView, "badges"),
    ("check-in/", CheckInView, "check_in"),
    ("presenters/", PresentersView, "presenters"),
    ("messages/", MessageListView, "messages"),
    ("messages/<int:message_id>/", MessageView, "message"),
    ("messages/<int:message_id>/email/", MessagePreviewView, "message_email"),
    ("messages/<int:message_id>/send/", MessageSendView, "message_send"),
    ("emails/", EmailsView, "emails"),
    ("questions/", QuestionsView, "questions"),
    ("recording/", RecordingView, "recording"),
    ("cancel/", CancelView, "cancel"),
    ("reinstate/", ReinstateView, "reinstate"),
]
urlpatterns = [
    path(f"<int:pk>/{route}", view.as_view(), name=f"events_event_{name}")
    for route, view, name in VIEWS
]

from django.urls import path

from events.views import events, registrant, registration

app_name = "events"

urlpatterns = [
    path("events/", events.event_detail, name="event-list"),
    path("events/<str:slug>/", events.event_detail, name="event-detail"),
    path(
        "events/<str:slug>/register/", registration.registration_create, name="registration-create"
    ),
    path(
        "events/<str:slug>/register/sent/", registration.registration_sent, name="registration-sent"
    ),
    path("registrations/<str:token>/", registrant.registration_detail, name="registration-detail"),
    path(
        "registrations/<str:token>/change/",
        registrant.registration_change,
        name="registration-change",
    ),
    path(
        "registrations/<str:token>/cancel/",
        registrant.registration_cancel,
        name="registration-cancel",
    ),
    path("registrations/<str:token>/join/", registrant.registration_join, name="registration-join"),
    path("registrations/<str:token>/data/", registrant.registration_data, name="registration-data"),
    path(
        "registrations/<str:token>/erase/", registrant.registration_erase, name="registration-erase"
    ),
]

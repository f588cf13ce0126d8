from django.urls import path

from content.views.citations import citation_file
from content.views.listings import listing_paths
from events.views import calendars, events, listings, registrant, registration

app_name = "events"

urlpatterns = [
    *listing_paths("events/", listings.EventListing, name="event-list"),
    *listing_paths("events/past/", listings.PastListing, name="event-past"),
    *listing_paths("events/series/<str:slug>/", listings.EventSeriesListing, name="series-detail"),
    path("events/calendar.ics", calendars.calendar, name="calendar"),
    path("events/<str:slug>.ics", calendars.event_calendar, name="event-calendar"),
    path("events/<str:slug>/", events.event_detail, name="event-detail"),
    path(
        "events/<str:slug>/cite/<str:style>/", citation_file, {"kind": "event"}, name="event-cite"
    ),
    path(
        "events/<str:slug>/register/", registration.registration_create, name="registration-create"
    ),
    path(
        "events/<str:slug>/register/sent/",
        registration.registration_sent,
        name="registration-sent",
    ),
    path("registrations/<str:token>/", registrant.registration_detail, name="registration-detail"),
    path(
        "registrations/<str:token>/change/",
        registrant.registration_change,
        name="registration-change",
    ),
    path(
        "registrations/<str:token>/confirm/",
        registrant.registration_confirm,
        name="registration-confirm",
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

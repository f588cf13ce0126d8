"""What the columns of a list of registrants are called, by Zoom, Eventbrite, and people."""

from imports.spreadsheets import ColumnNames

LABELS = {
    "email": "Email address",
    "name": "Name",
    "first_name": "First name",
    "last_name": "Last name",
    "registered": "Registered",
    "joined": "Joined",
    "attended": "Attended",
    "status": "Status",
}
ALIASES = {
    "email": "email, e mail, e mail address, user email, attendee email, mail, participant email, "
    "registrant email",
    "name": "user name, user name original name, name original name, full name, attendee, "
    "attendee name, participant, registrant, display name",
    "first_name": "first, given name, attendee first name",
    "last_name": "last, surname, family name, attendee last name, attendee surname",
    "registered": "registration time, registration date, registered at, registered on, order date, "
    "date registered, signed up, rsvped on, rsvp date, created at",
    "joined": "join time, joined at, check in time, checked in at, first join time, joined time, "
    "checked in date, check in date",
    "attended": "present, attendance, checked in",
    "status": "approval status, attendee status, registration status, rsvp, order status",
}
REGISTRANTS = ColumnNames(
    LABELS,
    ALIASES,
    required=("email",),
    kind="registrants",
    # Zoom’s reports have a table each about the webinar, its hosts, and its panelists before it.
    section="attendee details",
    # How long someone stayed, and from where. We keep only that they came.
    not_needed=frozenset(
        {
            "leave time",
            "time in session minutes",
            "duration minutes",
            "total duration minutes",
            "is guest",
            "guest",
            "in waiting room",
            "country region name",
        }
    ),
)

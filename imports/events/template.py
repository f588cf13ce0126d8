"""What the empty spreadsheet of events has, and what its columns mean."""

from events.models import Event
from imports.events.columns import LABELS
from imports.spreadsheets.template import Template

TEMPLATE = Template(
    title="Events",
    labels=LABELS,
    explanations={
        "title": "The name of the event.",
        "kind": "Webinar, meetup, or session.",
        "date": "For example, 2018-11-07 or 11/7/2018, with the month first.",
        "starts": "For example, 3 PM or 15:00, on the clocks of its time zone. An event without a "
        "start lasts all day.",
        "ends": "The same. Leave it empty if you don’t know.",
        "time_zone": "The event’s own, such as ET or America/Chicago. Empty means the site’s.",
        "host": "Empty if the event is ours. Any other host takes registrations itself.",
        "venue": "Empty for a webinar, which is online.",
        "presenters": "Name (Affiliation), separated by semicolons.",
        "summary": "One or two sentences.",
        "body": "The whole text.",
        "url": "The address of another host’s registration.",
        "end_date": "Only for an event of several days.",
    },
    choices={"kind": [str(choice.label) for choice in Event.Type]},
)

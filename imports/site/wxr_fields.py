"""Fields that only some kinds have, as custom fields of WordPress, and its code for those kinds."""

from datetime import UTC

from blog.models import Series
from content.kinds import all_kinds
from content.models import Entry
from events.models import Event
from imports.own_keys import own_keys
from wiki.models import Resource

WALL_CLOCK = "%Y-%m-%d %H:%M:%S"
# Those that WordPress has itself.
OWN_TYPES = {"post", "page"}
TYPES = """\
<?php
/*
Plugin Name: Kinds of entries from {name}
Description: Lets WordPress import and show what {site} published besides posts and pages.
*/
add_action( 'init', function () {{
	$supports = array(
		'title', 'editor', 'excerpt', 'author', 'thumbnail', 'custom-fields', 'page-attributes'
	);
{types}
	register_taxonomy(
		'place',
		array( {names} ),
		array( 'label' => 'Places', 'public' => true, 'hierarchical' => true )
	);
}} );
"""
TYPE = (
    "\tregister_post_type( '{name}', array( 'label' => '{label}', 'public' => true, "
    "'hierarchical' => {is_tree}, 'has_archive' => true, 'supports' => $supports, "
    "'taxonomies' => array( 'category', 'post_tag' ) ) );"
)


def write_types(*, name: str, site: str) -> str:
    """Return a plug-in for WordPress that knows the kinds of entries and the places."""
    others = [kind for kind in all_kinds() if kind.name not in OWN_TYPES]
    return TYPES.format(
        # Within a comment of PHP.
        name=name.replace("*/", ""),
        site=site,
        types="\n".join(
            TYPE.format(
                name=kind.name,
                label=kind.plural,
                is_tree="true" if hasattr(kind.model, "parent") else "false",
            )
            for kind in others
        ),
        names=", ".join(f"'{kind.name}'" for kind in all_kinds()),
    )


def custom_fields(entry: Entry) -> dict[str, str]:
    """Return {key: value} of what readers see of an entry of its kind. Empty ones are left out."""
    fields = {"format": entry.format, "year": str(entry.year or "")}
    match entry:
        case Series():
            fields |= {"planned_parts": str(entry.planned_parts or "")}
        case Resource():
            fields |= {"url": entry.url, "made_by": entry.made_by}
        case Event():
            # As The Events Calendar names them.
            fields = describe_event(entry)
    fields |= {key: getattr(entry, name) for name, key in own_keys(entry.kind).items()}
    return {key: value for key, value in fields.items() if value}


def describe_event(event: Event) -> dict[str, str]:
    fields = {
        "_EventTimezone": event.time_zone,
        "_EventURL": event.registration_url,
        "_EventAllDay": "yes" if event.is_all_day else "",
        "_tribe_events_is_virtual": "yes" if event.is_online else "",
        "venue": event.venue,
    }
    if event.canceled_at:
        fields["_tribe_events_status"] = "canceled"
        fields["_tribe_events_status_reason"] = event.cancellation_note
    for name, moment in (("Start", event.starts_at), ("End", event.ends_at)):
        if moment:
            fields[f"_Event{name}Date"] = f"{moment.astimezone(event.zone):{WALL_CLOCK}}"
            fields[f"_Event{name}DateUTC"] = f"{moment.astimezone(UTC):{WALL_CLOCK}}"
    return fields

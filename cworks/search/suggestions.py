"""What readers may mean while they type: entries by title, people, topics, and so on by name."""

from content.models import Entry
from content.querysets import title_key
from cworks.search.names import FoundName, find_names
from cworks.search.results import SHORTEST_BEGINNING, find_named

SHOWN, OF_EACH_KIND = 8, 2


def suggest(words: str) -> list[FoundName]:
    """Return at most eight, the shortest titles first. Three queries."""
    if len(words) < SHORTEST_BEGINNING:
        return []
    names = find_names(words, at_most=OF_EACH_KIND)
    beginning = title_key(words)
    ids = [pk for pk, how in find_named([beginning], beginning) if how == "title"]
    found = Entry.objects.as_links().in_bulk(ids)
    titles = [
        FoundName(entry.registered_kind.label, entry.heading, entry.get_absolute_url())
        for entry in sorted(found.values(), key=lambda entry: (len(entry.title), entry.pk))
    ]
    known = {each.path for each in names}
    return [*names, *(each for each in titles if each.path not in known)][:SHOWN]

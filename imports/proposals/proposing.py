"""Reads entries and stores what their texts propose, for editors to decide."""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from blog.models import Post
from content.models import Entry
from content.site import site_name
from imports.models import Proposal
from imports.proposals.authors import find_authors
from imports.proposals.companions import Titles, find_companions
from imports.proposals.cross_posts import find_cross_post
from imports.proposals.places import find_places
from imports.proposals.reading import (
    entries_to_read,
    read_district_states,
    read_posts,
    read_texts,
    read_titles,
)
from imports.proposals.series import SeriesSign, find_series
from imports.proposals.series_groups import ProposedSeries, group_series
from imports.proposals.series_names import name_key
from imports.proposals.texts import EntryText
from wiki.models import NoCompanions

Subject = Proposal.Subject
LONGEST_SENTENCE = 1_000
LONGEST_KEY = 500
BATCH = 500


def propose(entries: Iterable[int] | None = None) -> Counter[str]:
    """Store proposals for these entries, or for all that are published or imported.

    Nothing else changes. What is here already, as a fact or as a proposal, isn't proposed again,
    whatever became of it; proposals that still wait are brought up to date. `entries` are primary
    keys. Return the number of new proposals of each kind.
    """
    keys = list(entries_to_read().values_list("pk", flat=True) if entries is None else entries)
    own_names = frozenset({site_name().casefold()})
    titles, states = Titles(read_titles()), read_district_states()
    signs: list[SeriesSign] = []
    new: Counter[str] = Counter()
    waiting: list[Proposal] = []
    for text in read_texts(keys):
        sign = find_series(text)
        if sign:
            signs.append(sign)
        waiting += propose_facts(text, titles, states, own_names)
        if len(waiting) >= BATCH:
            new += store(waiting)
            waiting = []
    new += store(waiting)
    titles_given = read_given_titles()
    for series in group_series(signs, read_posts()):
        new += store(list(propose_series(series, titles_given)))
    return new


def propose_facts(
    text: EntryText, titles: Titles, states: dict[str, str], own_names: frozenset[str]
) -> Iterable[Proposal]:
    cross_post = find_cross_post(text, own_names=own_names)
    if cross_post:
        yield build(
            Subject.CROSS_POST,
            text.key,
            "",
            cross_post.sentence,
            publisher=cross_post.publisher,
            address=cross_post.address[:500],
            day=cross_post.day.isoformat() if cross_post.day else "",
        )
    byline = find_authors(text)
    if byline:
        key = name_key(" ".join(byline.names))
        yield build(
            Subject.AUTHORS,
            text.key,
            key,
            byline.sentence,
            names=list(byline.names),
            instead_of=list(text.authors),
        )
    for place in find_places(text, known=states):
        yield build(
            Subject.PLACE,
            text.key,
            place.name.casefold(),
            place.sentence,
            name=place.name,
            level=place.level,
            state=place.state,
        )
    for companion in find_companions(text, titles):
        # The older of the two, so that either text leads to the same proposal.
        first, second = sorted((text.key, companion.key))
        yield build(Subject.COMPANION, first, str(second), companion.sentence, other=second)


def read_given_titles() -> dict[str, str]:
    """Return the titles under which editors accepted series, by the proposals' group."""
    rows = Proposal.objects.filter(kind=Subject.SERIES, state=Proposal.State.ACCEPTED)
    return dict(rows.order_by("pk").values_list("group", "data__title"))


def propose_series(series: ProposedSeries, titles_given: dict[str, str]) -> Iterable[Proposal]:
    group = (name_key(series.title) or f"post {series.parts[0].key}")[:LONGEST_KEY]
    for part in series.parts:
        proposal = build(
            Subject.SERIES,
            part.key,
            "",
            part.sentence,
            title=titles_given.get(group, series.title[:300]),
            number=part.number,
            total=series.total,
        )
        proposal.group = group
        yield proposal


def build(
    kind: Subject, entry: int, key: str, sentence: str, other: int | None = None, **data
) -> Proposal:
    return Proposal(
        kind=kind,
        entry_id=entry,
        other_id=other,
        key=key[:LONGEST_KEY],
        sentence=sentence[:LONGEST_SENTENCE],
        data=data,
    )


@transaction.atomic
def store(proposals: list[Proposal]) -> Counter[str]:
    """Store what is new, update what waits, and leave alone what someone has decided."""
    wanted: dict[tuple[str, int, str], Proposal] = {}
    for each in proposals:
        # Of two texts that lead to the same companions, the first is shown.
        wanted.setdefault((each.kind, each.entry_id, each.key), each)
    for key in known_facts(wanted):
        wanted.pop(key, None)
    entries = {entry for _, entry, _ in wanted}
    rows = Proposal.objects.filter(entry__in=entries).select_for_update().order_by("pk")
    stored = {(row.kind, row.entry_id, row.key): row for row in rows}
    new = [each for key, each in wanted.items() if key not in stored]
    # Two imports that end at the same time may find the same.
    Proposal.objects.bulk_create(new, ignore_conflicts=True)
    changed = []
    for key, each in wanted.items():
        row = stored.get(key)
        if row is None or row.state != Proposal.State.PROPOSED or row.kind == Subject.COMPANION:
            continue
        facts = (each.data, each.sentence, each.group)
        if (row.data, row.sentence, row.group) != facts:
            row.data, row.sentence, row.group = facts
            changed.append(row)
    Proposal.objects.bulk_update(changed, ["data", "sentence", "group"])
    return Counter(each.kind for each in new)


def known_facts(wanted: Iterable[tuple[str, int, str]]) -> set[tuple[str, int, str]]:
    """Return which of these proposals say only what the entries say already."""
    entries = {entry for _, entry, _ in wanted}
    posts = Post.objects.filter(pk__in=entries)
    crossed = posts.exclude(original_publisher="", original_url="").values_list("pk", flat=True)
    places = Entry.places.through.objects.filter(entry__in=entries)
    companions = Entry.companions.through.objects.filter(from_entry__in=entries)
    apart = NoCompanions.objects.filter(first__in=entries)
    return {
        *((Subject.CROSS_POST, key, "") for key in crossed),
        *(
            (Subject.SERIES, key, "")
            for key in posts.exclude(series=None).values_list("pk", flat=True)
        ),
        *(
            (Subject.PLACE, entry, name.casefold())
            for entry, name in places.values_list("entry", "place__name")
        ),
        *(
            (Subject.COMPANION, first, str(second))
            for first, second in [
                *companions.values_list("from_entry", "to_entry"),
                *apart.values_list("first", "second"),
            ]
        ),
    }

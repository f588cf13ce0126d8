"""Puts together the posts that say they belong to the same series, in order."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from imports.proposals.series import SeriesSign
from imports.proposals.series_names import name_key, title_base

# Two posts that are both the second of “Road Trip to Maine” belong to two trips, if they are as far
# apart as this.
APART = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class ProposedPart:
    key: int
    sentence: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ProposedSeries:
    """Parts in order. `total` is how many there are to be, if the posts say so."""

    title: str
    parts: tuple[ProposedPart, ...]
    total: int | None = None


@dataclass(frozen=True, slots=True)
class PostFacts:
    """What is known of a post besides its text."""

    title: str
    published: date | None = None


def group_series(found: Iterable[SeriesSign], posts: dict[int, PostFacts]) -> list[ProposedSeries]:
    """Return the series that signs add up to. `posts` has every post that one can mention."""
    signs = {sign.key: sign for sign in found if sign.key in posts}
    groups = [
        cluster
        for members in connect(signs, posts)
        for cluster in split_by_time(members, signs, posts)
    ]
    built = [build_series(members, signs, posts) for members in groups]
    return [series for series in built if series is not None]


def connect(signs: dict[int, SeriesSign], posts: dict[int, PostFacts]) -> list[set[int]]:
    """Return the posts that the same name, a shared title, or a link puts together."""
    groups = JoinedPosts(signs)
    for keys in posts_with_same(signs, lambda sign: name_key(sign.name)):
        for key in keys:
            groups.join(key, keys[0])
    for keys in posts_with_same(signs, lambda sign: name_key(title_base(posts[sign.key].title))):
        for key in keys:
            if may_be_one(signs[keys[0]], signs[key]):
                groups.join(key, keys[0])
    for key, sign in signs.items():
        for mention in sign.others:
            other = signs.get(mention.key)
            if mention.key in posts and (other is None or may_be_one(sign, other)):
                groups.join(mention.key, key)
    return groups.all()


def posts_with_same(
    signs: dict[int, SeriesSign], feature: Callable[[SeriesSign], str]
) -> Iterable[list[int]]:
    """Return the posts with each value of a feature that isn't empty."""
    found: dict[str, list[int]] = defaultdict(list)
    for key, sign in signs.items():
        found[feature(sign)].append(key)
    found.pop("", None)
    return found.values()


class JoinedPosts:
    """Posts that belong together, joined two at a time."""

    def __init__(self, keys: Iterable[int]) -> None:
        self.leaders = {key: key for key in keys}

    def join(self, one: int, other: int) -> None:
        self.leaders[self.leader_of(one)] = self.leader_of(other)

    def leader_of(self, key: int) -> int:
        leader = self.leaders.setdefault(key, key)
        while leader != self.leaders[leader]:
            leader = self.leaders[leader]
        self.leaders[key] = leader
        return leader

    def all(self) -> list[set[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for key in list(self.leaders):
            found[self.leader_of(key)].add(key)
        return list(found.values())


def may_be_one(one: SeriesSign, other: SeriesSign) -> bool:
    names = {name_key(sign.name) for sign in (one, other)} - {""}
    if len(names) < 2:
        return True
    first, second = (set(name.split()) for name in names)
    return first <= second or second <= first


def split_by_time(
    members: set[int], signs: dict[int, SeriesSign], posts: dict[int, PostFacts]
) -> list[list[int]]:
    """Return one group, or several if posts far apart claim the same number."""
    ordered = sorted(members, key=lambda key: (posts[key].published or date.min, key))
    numbers = Counter(signs[key].number for key in ordered if key in signs and signs[key].number)
    if max(numbers.values(), default=0) < 2:
        return [ordered]
    clusters: list[list[int]] = []
    for key in ordered:
        when = posts[key].published
        before = posts[clusters[-1][-1]].published if clusters else None
        if before and when and when - before < APART:
            clusters[-1].append(key)
        else:
            clusters.append([key])
    return clusters


def build_series(
    members: list[int], signs: dict[int, SeriesSign], posts: dict[int, PostFacts]
) -> ProposedSeries | None:
    own = [signs[key] for key in members if key in signs]
    if not own or (len(members) == 1 and own[0].is_from_title):
        # One title with a number is not a series yet.
        return None
    mentioned: dict[int, tuple[int | None, str]] = {}
    for sign in own:
        for mention in sign.others:
            number = mentioned.get(mention.key, (None, ""))[0]
            mentioned[mention.key] = (number or mention.number, sign.sentence)
    numbers: dict[int, int | None] = {}
    sentences: dict[int, str] = {}
    for key in members:
        number, sentence = mentioned.get(key, (None, ""))
        numbers[key] = (signs[key].number if key in signs else None) or number
        sentences[key] = signs[key].sentence if key in signs else sentence
    total = find_total(own, numbers)
    for sign in own:
        if sign.is_last and numbers[sign.key] is None:
            highest = max((number for number in numbers.values() if number), default=0)
            numbers[sign.key] = total or max(highest + 1, len(members))
    ordered = sorted(
        members,
        key=lambda key: (
            numbers[key] is None,
            numbers[key] or 0,
            posts[key].published or date.min,
            key,
        ),
    )
    parts = tuple(ProposedPart(key, sentences[key], numbers[key]) for key in ordered)
    return ProposedSeries(choose_title(members, own, posts), parts, total)


def find_total(own: list[SeriesSign], numbers: dict[int, int | None]) -> int | None:
    said = max((sign.total for sign in own if sign.total), default=None)
    highest = max((number for number in numbers.values() if number), default=0)
    return max(said, highest) if said else None


def choose_title(members: list[int], own: list[SeriesSign], posts: dict[int, PostFacts]) -> str:
    """Return the name that most posts give, or what their titles have in common."""
    names = Counter(sign.name for sign in own if sign.name)
    if names:
        return names.most_common(1)[0][0]
    bases = Counter(base for key in members if (base := title_base(posts[key].title)))
    if bases and bases.most_common(1)[0][1] > 1:
        return bases.most_common(1)[0][0]
    first = min(members, key=lambda key: (posts[key].published or date.max, key))
    return title_base(posts[first].title) or posts[first].title

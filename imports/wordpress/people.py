"""Import authors' logins as people."""

import re
from collections.abc import Iterator, Sequence
from itertools import count
from urllib.parse import unquote

from content.models import Person
from imports.redirects import add_redirects_to_path
from imports.reports import ImportReport, Outcome
from imports.values import read_name, read_slug, shorten
from imports.wordpress.export import Export, ExportAuthor, ExportItem
from imports.wordpress.guests import (
    Guest,
    account_for_guest,
    fill_in,
    logins_of,
    read_guests,
)
from imports.wordpress.media import MediaImport
from imports.wordpress.old_paths import site_path
from imports.wordpress.post_types import ImportChoices
from imports.wordpress.slugs import find_by_slug

PERSON_ADDRESSES = "Redirects of people"
SAME_NAME = "People who may be the same person"
OTHER_NAME = "People who have a different name here"
# Who entered an event or a resource on the old site neither presents the one nor made the other.
WITH_AUTHORS = {"post", "page", "publication", "article", "series"}


class People:
    """Finds the person for a login. Adds those who are missing.

    Only the login identifies a person. Two logins with the same name stay two people, because
    people can share a name. The report lists them, so that editors can merge them.
    """

    def __init__(self, report: ImportReport, choices: ImportChoices | None = None) -> None:
        self.report = report
        self.choices = choices or ImportChoices()
        self.by_slug: dict[str, Person] = {}
        self.by_login: dict[str, Person] = {}
        # By the site and the number of the item.
        self.guests: dict[tuple[str, str], Guest] = {}
        self.new: set[str] = set()
        # Whose login each slug is.
        self.logins: dict[str, str] = {}

    def add_all(self, exports: Sequence[Export]) -> None:
        """Add the authors of all files, of which any may be described in another file only."""
        for site in dict.fromkeys(export.site.url for export in exports):
            self._add_all_of(site, [export for export in exports if export.site.url == site])

    def _add_all_of(self, site: str, exports: Sequence[Export]) -> None:
        guests = [guest for export in exports for guest in read_guests(export)]
        authors = {author.login: author for export in exports for author in export.authors}
        # What the plug-in for co-authors calls an account whose login is an email address.
        called = {nicename_of(login): login for login in authors if "@" in login}
        for author in [*(guest.author for guest in guests), *self._read_all_creators(exports)]:
            if author.login not in called:
                authors.setdefault(author.login, author)
        for guest in guests:
            # Posts may call a guest something else than the linked account.
            for login in logins_of(guest) - {guest.author.login}:
                authors.pop(login, None)
        names: dict[str, str] = {}
        for author in authors.values():
            person = self._add(author)
            if person is not None:
                self.by_login[author.login] = person
                if called.get(nicename_of(author.login)) == author.login:
                    self.by_login.setdefault(nicename_of(author.login), person)
                self._redirect(author, person, site)
                self._note_same_name(person, names)
        for guest in guests:
            self._note_guest(guest)

    def _read_all_creators(self, exports: Sequence[Export]) -> Iterator[ExportAuthor]:
        for export in exports:
            for item in export.items:
                if self.choices.kind_of(item) in WITH_AUTHORS:
                    yield from read_creators(item)

    def _redirect(self, author: ExportAuthor, person: Person, site: str) -> None:
        add_redirects_to_path(
            new_path=person.get_absolute_url(),
            old_paths=former_paths(author, person, site_path(site)),
            report=self.report,
            kind=PERSON_ADDRESSES,
        )

    def _note_same_name(self, person: Person, names: dict[str, str]) -> None:
        other = names.setdefault(person.name.casefold(), person.slug)
        if other != person.slug:
            self.report.remark(
                SAME_NAME,
                f"{person.name} wrote as “{other}” and as “{person.slug}”. If that is one "
                "person, name one of them on all posts, and delete the other.",
            )

    def _note_guest(self, guest: Guest) -> None:
        self.guests[guest.site, guest.item.post_id] = guest
        guest.person = self.by_login.get(guest.author.login)
        if guest.person is None:
            return
        if guest.person.slug in self.new:
            guest.outcome = Outcome.NEW
        for login in logins_of(guest):
            self.by_login.setdefault(login, guest.person)
            self.by_slug.setdefault(slug_of(ExportAuthor(login)), guest.person)
            self._redirect(ExportAuthor(login), guest.person, guest.site)

    def fill_in_guests(self, media: MediaImport) -> None:
        for guest in self.guests.values():
            fill_in(guest, media, self.report)

    def account_for_guest(self, export: Export, item: ExportItem) -> None:
        guest = self.guests.get((export.site.url, item.post_id))
        account_for_guest(item, guest.outcome if guest else None, self.report)

    def find(self, item: ExportItem) -> list[Person]:
        people = [
            self.by_login.get(author.login) or self.by_slug.get(slug_of(author))
            for author in read_creators(item)
        ]
        return list(dict.fromkeys(person for person in people if person))

    def _add(self, author: ExportAuthor) -> Person | None:
        slug = self._choose_slug(author)
        if not slug:
            return None
        name = name_of(author)
        if slug in self.by_slug:
            # Without a name of its own, a login is all that another file says.
            if author.display_name:
                self._note_other_name(slug, name, self.by_slug[slug])
            return self.by_slug[slug]
        person = find_by_slug(Person, slug)
        if person is None:
            person = Person.objects.create(slug=slug, name=name)
            self.new.add(slug)
            self.report.count("People", Outcome.NEW)
        else:
            self.report.count("People", Outcome.UNCHANGED)
            self._note_other_name(slug, name, person)
        self.by_slug[slug] = person
        return person

    def _choose_slug(self, author: ExportAuthor) -> str:
        """Return a login's slug; for email addresses with the same beginning, different ones."""
        slug = slug_of(author)
        if not slug or self.logins.setdefault(slug, author.login) == author.login:
            return slug
        if "@" not in author.login + self.logins[slug]:
            return slug
        named = read_slug(name_of(author)) or slug
        numbers = count(2)
        candidate = named
        while self.logins.setdefault(candidate, author.login) != author.login:
            candidate = f"{named}-{next(numbers)}"
        return candidate

    def _note_other_name(self, slug: str, name: str, person: Person) -> None:
        if person.name != name:
            self.report.remark(
                OTHER_NAME,
                f"“{slug}” is {name} in the export and {person.name} here. Their posts name "
                f"{person.name}.",
            )


def former_paths(author: ExportAuthor, person: Person, folder: str) -> list[str]:
    """Return the addresses of an author's pages that no route knows."""
    slug = nicename_of(author.login)
    paths = [f"{folder}/?author={author.number}"] if author.number.isdigit() else []
    if slug and (folder or slug != person.slug):
        paths.append(f"{folder}/author/{slug}/")
    return paths


def nicename_of(login: str) -> str:
    """Return what WordPress makes of a login in addresses, even of one that is an email address."""
    written = re.sub(r"[^\w.\s-]", "", unquote(login)).lower()
    return re.sub(r"[.\s-]+", "-", written).strip("-")


def read_creators(item: ExportItem) -> list[ExportAuthor]:
    """Return an item's authors in order. A plug-in for co-authors stores several."""
    coauthors = [
        ExportAuthor(login=term.slug.removeprefix("cap-"), display_name=term.name)
        for term in item.terms
        if term.taxonomy == "author"
    ]
    return coauthors or [ExportAuthor(login=login) for login in item.creators if login]


def slug_of(author: ExportAuthor) -> str:
    # Don't publish email addresses.
    return read_slug(author.login.partition("@")[0], otherwise=author.display_name)


def name_of(author: ExportAuthor) -> str:
    full = f"{author.first_name} {author.last_name}".strip()
    name = read_name(author.display_name) or read_name(full) or author.login
    if "@" in name:
        name = read_name(full) or name.partition("@")[0]
    return shorten(name, 200)

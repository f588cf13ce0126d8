"""Import authors' logins as people."""

import re
from urllib.parse import unquote

from content.models import Person
from imports.redirects import add_redirects_to_path
from imports.reports import ImportReport, Outcome
from imports.values import read_name, read_slug, shorten
from imports.wordpress.export import Export, ExportAuthor, ExportItem
from imports.wordpress.old_paths import site_path
from imports.wordpress.post_types import ImportChoices
from imports.wordpress.slugs import find_by_slug

PERSON_ADDRESSES = "Redirects of people"
SAME_NAME = "People who may be the same person"
OTHER_NAME = "People who have a different name here"
# Who entered an event or a resource on the old site neither presents the one nor made the other.
WITH_AUTHORS = {"post", "page", "publication", "article"}


class People:
    """Finds the person for a login. Adds those who are missing.

    Only the login identifies a person. Two logins with the same name stay two people, because
    people can share a name. The report lists them, so that editors can merge them.
    """

    def __init__(self, report: ImportReport, choices: ImportChoices | None = None) -> None:
        self.report = report
        self.choices = choices or ImportChoices()
        self.by_slug: dict[str, Person] = {}

    def add_all(self, export: Export) -> None:
        authors = {author.login: author for author in export.authors}
        for item in export.items:
            if self.choices.kind_of(item) in WITH_AUTHORS:
                for author in read_creators(item):
                    authors.setdefault(author.login, author)
        names: dict[str, str] = {}
        for author in authors.values():
            person = self._add(author)
            if person is None:
                continue
            add_redirects_to_path(
                new_path=person.get_absolute_url(),
                old_paths=former_paths(author, person, site_path(export.site.url)),
                report=self.report,
                kind=PERSON_ADDRESSES,
            )
            other = names.setdefault(person.name.casefold(), person.slug)
            if other != person.slug:
                self.report.remark(
                    SAME_NAME,
                    f"{person.name} wrote as “{other}” and as “{person.slug}”. If that is one "
                    "person, name one of them on all posts, and delete the other.",
                )

    def find(self, item: ExportItem) -> list[Person]:
        people = [self.by_slug.get(slug_of(author)) for author in read_creators(item)]
        return list(dict.fromkeys(person for person in people if person))

    def _add(self, author: ExportAuthor) -> Person | None:
        slug = slug_of(author)
        if not slug:
            return None
        if slug in self.by_slug:
            return self.by_slug[slug]
        name = name_of(author)
        person = find_by_slug(Person, slug)
        if person is None:
            person = Person.objects.create(slug=slug, name=name)
            self.report.count("People", Outcome.NEW)
        else:
            self.report.count("People", Outcome.UNCHANGED)
            if person.name != name:
                self.report.remark(
                    OTHER_NAME,
                    f"“{slug}” is {name} in the export and {person.name} here. Their posts name "
                    f"{person.name}.",
                )
        self.by_slug[slug] = person
        return person


def former_paths(author: ExportAuthor, person: Person, folder: str) -> list[str]:
    """Return the addresses of an author's pages that no route knows."""
    # WordPress makes the address of the login, even of one that is an email address.
    login = re.sub(r"[^\w.\s-]", "", unquote(author.login)).lower()
    slug = re.sub(r"[.\s-]+", "-", login).strip("-")
    paths = [f"{folder}/?author={author.number}"] if author.number.isdigit() else []
    if slug and (folder or slug != person.slug):
        paths.append(f"{folder}/author/{slug}/")
    return paths


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

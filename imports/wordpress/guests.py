"""Authors without an account, as Co-Authors Plus keeps them: name, biography, and portrait."""

from dataclasses import dataclass

from content.models import Image, Person
from imports.reports import ImportReport, Outcome
from imports.values import host_of, read_name, read_plain
from imports.wordpress.accounts import account_for_meta
from imports.wordpress.attachments import FileReference
from imports.wordpress.export import Export, ExportAuthor, ExportItem
from imports.wordpress.media import MediaImport
from imports.wordpress.meta_keys import ALWAYS_READ

GUEST = "guest-author"
GUESTS = "Guest authors"
NO_PORTRAITS = "Portraits of people that are still on the old site"
IN_TRASH = "guest authors: in the trash"
LONGEST_WEBSITE = 200
READ_KEYS = ALWAYS_READ | {
    "cap-user_login", "cap-display_name", "cap-first_name", "cap-last_name", "cap-description",
    "cap-website", "cap-linked_account",
}  # fmt: skip


@dataclass(slots=True)
class Guest:
    """A guest author, and what became of the person here."""

    site: str
    item: ExportItem
    author: ExportAuthor
    person: Person | None = None
    outcome: Outcome = Outcome.UNCHANGED

    def value(self, name: str) -> str:
        return next(iter(self.item.meta_values(f"cap-{name}")), "").strip()


def read_guests(export: Export) -> list[Guest]:
    return [
        Guest(export.site.url, item, read_author(item))
        for item in export.items
        if item.post_type == GUEST and item.status != "trash"
    ]


def read_author(item: ExportItem) -> ExportAuthor:
    """Return a guest as an author with a login: that of the account it is linked to, if any."""
    values = dict(item.meta)
    own = values.get("cap-user_login") or item.slug.removeprefix("cap-")
    return ExportAuthor(
        login=values.get("cap-linked_account") or own,
        display_name=values.get("cap-display_name") or item.title,
        first_name=values.get("cap-first_name", ""),
        last_name=values.get("cap-last_name", ""),
    )


def logins_of(guest: Guest) -> set[str]:
    """Return what posts call a guest."""
    return {guest.value("user_login"), guest.item.slug.removeprefix("cap-")} - {""}


def fill_in(guest: Guest, media: MediaImport, report: ImportReport) -> None:
    """Give the person what the guest author says and the person here doesn't have."""
    person = guest.person
    if person is None:
        return
    website = guest.value("website")
    values = {
        "biography": read_plain(guest.value("description")),
        "website": website if is_website(website) else "",
        "portrait": find_portrait(guest, media, report) if person.portrait_id is None else None,
    }
    filled = {name: value for name, value in values.items() if value and not getattr(person, name)}
    for name, value in filled.items():
        setattr(person, name, value)
    if filled:
        person.save(update_fields=list(filled))
        if guest.outcome == Outcome.UNCHANGED:
            guest.outcome = Outcome.UPDATED


def is_website(address: str) -> bool:
    is_web = address.lower().startswith(("http://", "https://"))
    return is_web and bool(host_of(address)) and len(address) <= LONGEST_WEBSITE


def find_portrait(guest: Guest, media: MediaImport, report: ImportReport) -> Image | None:
    number = next(iter(guest.item.meta_values("_thumbnail_id")), "")
    attachment = media.attachments.find_attachment(guest.site, number)
    if attachment is None:
        if number:
            report.remark(NO_PORTRAITS, f"{guest.author.display_name}: it isn’t in the export")
        return None
    address = attachment.image.url
    name = read_name(guest.author.display_name)
    media.import_files([FileReference(address, alt=attachment.image.alt or name)], used_by=name)
    image = media.find_image(address)
    if image is None:
        report.remark(NO_PORTRAITS, f"{name}: {address}")
    return image


def account_for_guest(item: ExportItem, outcome: Outcome | None, report: ImportReport) -> None:
    report.in_file[GUESTS] += 1
    if outcome is None:
        report.skip(GUESTS, IN_TRASH)
    else:
        report.count(GUESTS, outcome)
    account_for_meta(item, report, used=set(READ_KEYS), why={}, outcome=outcome or Outcome.SKIPPED)

"""Import the pages of a folder: first those above, then those below them.

All pages are read first, so that their addresses here are known and links among them can be
written. Each page is then saved in a transaction of its own.
"""

import hashlib
import json
from dataclasses import dataclass, field
from functools import partial
from itertools import batched

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Upper
from django.utils import timezone
from taggit.models import Tag

from content.editing.saving import save_entry
from content.editing.slugs import make_slug, slug_base
from content.links.relinking import relink_unresolved
from content.models import Entry, Page, Person, Role, Status, Topic
from content.models.links import title_key
from imports.folders.headings import (
    ARTICLES,
    FILE_GONE,
    MISSING,
    NEEDS_ATTENTION,
    NO_PARENT,
)
from imports.folders.links import FolderMap
from imports.folders.old_names import add_former_title, note_same_title, old_paths_of
from imports.folders.page_links import PageLinks
from imports.folders.pages import FolderPage, PageBody
from imports.folders.reading import FolderListing
from imports.folders.sources import FolderSource
from imports.folders.stored_files import StoredFiles
from imports.folders.terms import find_all
from imports.models import SourceRecord
from imports.redirects import add_redirects
from imports.reports import ImportReport, Outcome
from imports.running import OnProgress, import_item, write_entry
from wiki.models import Article

LOOKED_UP_AT_ONCE = 1_000


@dataclass(slots=True)
class FolderImporter:
    source: FolderSource
    listing: FolderListing
    report: ImportReport
    on_progress: OnProgress
    pages: list[FolderPage] = field(default_factory=list)
    map: FolderMap = field(default_factory=lambda: FolderMap((), ()))
    files: StoredFiles = field(init=False)

    def run(self, pages: list[FolderPage]) -> None:
        self.pages = pages
        self.files = StoredFiles(self.listing, self.report)
        self.map = FolderMap(pages, self.listing.files, host=self.source.host)
        for page in pages:
            page.parent = self.find_parent(page)
        self.break_cycles()
        self.choose_addresses()
        self.map.taken = self.find_taken_titles()
        ordered = sorted(pages, key=lambda page: (depth_of(page), str(page.path)))
        for done, page in enumerate(ordered):
            self.on_progress(done, len(ordered), page.title)
            import_item(
                partial(self.write, page),
                item=f"{page.path}, “{page.title}”",
                kind=ARTICLES,
                report=self.report,
            )
        self.on_progress(len(ordered), len(ordered), "")
        self.files.report_unused()
        self.report_gone()
        if not self.report.is_dry_run:
            relink_unresolved()

    # Before anything is written.

    def find_parent(self, page: FolderPage) -> FolderPage | None:
        if page.kind != "article":
            return None
        if page.parent_name:
            named = self.map.find_page(page.parent_name, beside=page.path)
            if named is not None and named is not page and named.kind == "article":
                return named
            self.report.remark(NO_PARENT, f"“{page.parent_name}”, of “{page.title}”")
        folder = page.path.parent
        if page.is_index and folder.parts:
            folder = folder.parent
        while folder.parts:
            above = self.map.by_path.get(str(folder).casefold())
            if above is not None and above is not page and above.kind == "article":
                return above
            folder = folder.parent
        return None

    def break_cycles(self) -> None:
        for page in self.pages:
            seen = {id(page)}
            above = page.parent
            while above is not None:
                if id(above) in seen:
                    self.report.remark(NO_PARENT, f"“{page.parent_name}”, of “{page.title}”")
                    page.parent = None
                    break
                seen.add(id(above))
                above = above.parent

    def choose_addresses(self) -> None:
        """Give each page the address it has here already, or a free one."""
        guids = {self.source.guid_of(page): page for page in self.pages}
        here = dict(Entry.objects.filter(guid__in=list(guids)).values_list("guid", "slug"))
        taken: dict[str, set[str]] = {}
        for guid, page in guids.items():
            if guid in here:
                page.slug = here[guid]
            else:
                page.slug = self.choose_slug(page, taken)
            entry = page.model(kind=page.kind, slug=page.slug)
            page.address = entry.get_absolute_url()

    def choose_slug(self, page: FolderPage, taken: dict[str, set[str]]) -> str:
        blank = page.model(kind=page.kind, slug="x")
        blank.set_kind()
        space = blank.address_space
        words = page.slug or page.title.replace("/", " ")
        start = slug_base(words)
        others = Entry.objects.filter(address_space=space, slug__startswith=start)
        used = taken.setdefault(space, set())
        slug = make_slug(
            words, model=page.model, taken=used.union(others.values_list("slug", flat=True))
        )
        used.add(slug)
        return slug

    def find_taken_titles(self) -> set[str]:
        """Return the keys of the pages' titles that other entries have, whatever their status."""
        own = {self.source.guid_of(page) for page in self.pages}
        taken: set[str] = set()
        for some in batched(sorted({page.title for page in self.pages}), LOOKED_UP_AT_ONCE):
            others = Entry.objects.annotate(upper_title=Upper("title")).filter(
                upper_title__in=[Upper(Value(title)) for title in some]
            )
            rows = others.values_list("guid", "title")
            taken |= {title_key(title) for guid, title in rows if guid not in own}
        return taken

    # One page.

    @transaction.atomic
    def write(self, page: FolderPage, report: ImportReport) -> Outcome:
        links = PageLinks(page, self.map, self.files.store)
        body = page.write_body(links)
        problems = [*page.problems, *body.problems, *links.problems()]
        entry, outcome = write_entry(
            page.model,
            self.source.guid_of(page),
            source=self.source.source,
            name=f"“{page.title}” ({page.path})",
            data={"digest": digest_of(page, links), "path": str(page.path)},
            save=partial(self.save, page=page, body=body, problems=problems, report=report),
            report=report,
        )
        pk = entry.pk if entry is not None else None
        for address in links.missing:
            report.remark(MISSING, f"{page.path}: {address}"[:500], entry=pk)
        for problem in [*page.problems, *body.problems]:
            report.remark(NEEDS_ATTENTION, f"{page.path}: {problem}", entry=pk)
        if entry is None:
            return outcome
        page.entry_id = entry.pk
        old_paths = list(page.old_paths)
        if self.source.old_folder:
            old_paths += old_paths_of(page, self.source.old_folder)
        add_redirects([(entry, old_paths)], report)
        for title in page.former_titles:
            add_former_title(title, entry, report)
        return outcome

    def save(
        self,
        entry: Entry,
        *,
        page: FolderPage,
        body: PageBody,
        problems: list[str],
        report: ImportReport,
    ) -> None:
        moment = min(page.modified_at or page.published_at or timezone.now(), timezone.now())
        entry.title, entry.summary, entry.body = page.title, page.summary, body.markdown
        entry.attention = "\n".join(dict.fromkeys(problems))
        if entry.pk is None:
            entry.slug = page.slug
            entry.status = page.status
            published_at = page.published_at or moment
            entry.published_at = published_at if page.status == Status.PUBLISHED else None
            entry.created_at = min(published_at, timezone.now())
            note_same_title(page, report)
        if isinstance(entry, Article):
            entry.parent_id = page.parent.entry_id if page.parent else None
        if isinstance(entry, Page) and entry.pk is None:
            entry.show_in_footer = False
        entry.clean_fields(exclude=["slug", "parent"] if isinstance(entry, Article) else ["slug"])
        save_entry(
            entry=entry,
            by=None,
            reason=f"Imported from {page.path}"[:1000],
            relations={
                "tags": find_all(Tag, page.tags, report),
                "topics": find_all(Topic, page.topics, report),
                "people": [(row, Role.AUTHOR) for row in find_all(Person, page.people, report)],
            },
            modified_at=moment,
        )

    # What is left.

    def report_gone(self) -> None:
        here = {self.source.guid_of(page) for page in self.pages}
        before = SourceRecord.objects.filter(
            source=self.source.source, key__startswith=self.source.prefix, entry__isnull=False
        )
        for key, pk, title in before.values_list("key", "entry_id", "entry__title").iterator():
            if key not in here:
                path = key.removeprefix(self.source.prefix)
                self.report.remark(FILE_GONE, f"“{title}” ({path})", entry=pk)


def depth_of(page: FolderPage) -> int:
    depth = 0
    while page.parent is not None:
        page, depth = page.parent, depth + 1
    return depth


def digest_of(page: FolderPage, links: PageLinks) -> str:
    """Return a hash by which a later import can tell whether the page, or a file in it, changed."""
    parent = str(page.parent.path) if page.parent else ""
    facts = [page.digest, page.kind, page.title, parent, sorted(links.found.items())]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()

"""Import the pages of a MediaWiki dump: first articles, then their subpages, then redirects.

Each page has its own transaction, so an interrupted import can simply be run again. Existing
articles are recognized by their GUID. The dump is read several times, to save memory.
"""

import hashlib
import json
import logging
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from content.editing.saving import save_entry
from content.links.relinking import relink_unresolved
from content.models import Entry, Status
from imports.exceptions import UnreadableFile
from imports.mediawiki.addresses import (
    add_former_title,
    add_old_address,
    choose_slug,
    old_path,
    path_of,
    unused_path,
)
from imports.mediawiki.categories import find_tags
from imports.mediawiki.dump import Dump, DumpPage
from imports.mediawiki.headings import (
    ARTICLES,
    LEADS_NOWHERE,
    LEFT_OUT,
    NEEDS_ATTENTION,
    NO_TEXT,
    NOW_REDIRECT,
    OTHER_PAGES,
    READING,
    REDIRECT_PAGES,
    SAME_TITLE,
    describe_namespace,
)
from imports.mediawiki.identities import PREFIX, SOURCE, guid_of, number_of, recognize_wiki
from imports.mediawiki.markdown import Converted, convert
from imports.mediawiki.titles import MAIN, WikiSite, normalize_title
from imports.reports import ImportReport, Outcome
from imports.running import (
    OnProgress,
    ignore_progress,
    import_item,
    import_run,
    write_entry,
)
from wiki.models import Article

logger = logging.getLogger(__name__)

CHANGE_REASON = "Imported from MediaWiki"
MAX_REDIRECT_CHAIN = 20


def import_dump(
    path: Path,
    *,
    old_folder: str = "",
    is_dry_run: bool = False,
    on_progress: OnProgress = ignore_progress,
) -> ImportReport:
    """Import a dump, and report the outcome. A dry run does the same, and rolls it back.

    `old_folder` is the path above the articles on the old wiki, such as /wiki/. Raises
    ImportRunning.
    """
    report = ImportReport(is_dry_run=is_dry_run)
    with import_run(is_dry_run=is_dry_run):
        MediaWikiImporter(path, old_folder, report, on_progress).run()
    return report


@dataclass(slots=True)
class DumpContents:
    """What a dump contains, by page title."""

    site: WikiSite = field(default_factory=WikiSite)
    articles: set[str] = field(default_factory=set)
    redirects: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)  # of articles, by page number

    def find(self, title: str) -> str:
        """Return a page's title as the dump writes it: most wikis ignore the first letter's case.

        Others have “Iron” and “iron”, so the exact title comes first.
        """
        known = title in self.articles or title in self.redirects
        return title if known else normalize_title(title)

    def parent_of(self, title: str) -> str:
        """Return the title of the nearest article above a subpage, or an empty string."""
        while "/" in title:
            title = title.rpartition("/")[0].rstrip()
            if self.find(title) in self.articles:
                return self.find(title)
        return ""

    def depth_of(self, title: str) -> int:
        parent = self.parent_of(title)
        return 1 + self.depth_of(parent) if parent else 0

    def target_of(self, title: str) -> str:
        """Follow redirects to the final title."""
        for _ in range(MAX_REDIRECT_CHAIN):
            title = self.find(title)
            following = self.redirects.get(title)
            if following is None:
                return title
            title = following.partition("#")[0].strip()
        return ""


class MediaWikiImporter:
    def __init__(
        self, path: Path, old_folder: str, report: ImportReport, on_progress: OnProgress
    ) -> None:
        self.path = path
        self.old_folder = old_folder
        self.report = report
        self.on_progress = on_progress
        self.contents = DumpContents()
        self.entry_ids: dict[str, int] = {}
        self.wiki = ""
        self.templates: dict[str, Counter[str]] = defaultdict(Counter)
        self.done = 0

    def run(self) -> None:
        self.scan()
        self.wiki = recognize_wiki(self.contents.site, self.contents.titles)
        depths = {title: self.contents.depth_of(title) for title in self.contents.articles}
        for depth in sorted(set(depths.values())):
            self.import_articles({title for title, own in depths.items() if own == depth})
        self.on_progress(self.done, self.done, "")
        for title, target in self.contents.redirects.items():
            self.add_old_names(title, target)
        for heading, names in self.templates.items():
            for name, count in names.most_common():
                self.report.remark(heading, f"{{{{{name}}}}}: {count}")
        if not self.report.is_dry_run:
            relink_unresolved()

    def scan(self) -> None:
        """Read the dump once to learn what it contains, and report what isn't imported."""
        dump = Dump(self.path)
        try:
            for page in dump.pages():
                self.contents.site = dump.site
                self.note(page, dump.site)
        except UnreadableFile as error:
            self.report.fail(str(self.path), str(error))
        for warning in dump.warnings:
            self.report.remark(READING, warning)

    def note(self, page: DumpPage, site: WikiSite) -> None:
        title = page.title
        if page.namespace != MAIN:
            self.count_left_out(OTHER_PAGES, describe_namespace(page, site))
        elif title in self.contents.articles or title in self.contents.redirects:
            self.leave_out(page, OTHER_PAGES, "second copies of a page")
        elif page.redirect:
            self.contents.redirects[title] = page.redirect
            self.report.in_file[REDIRECT_PAGES] += 1
        elif page.revision.text is None:
            self.leave_out(page, ARTICLES, NO_TEXT)
        elif page.revision.model != "wikitext":
            self.leave_out(page, OTHER_PAGES, f"pages of the type “{page.revision.model}”")
        elif not page.revision.text.strip():
            self.leave_out(page, ARTICLES, "empty pages")
        else:
            self.contents.articles.add(title)
            self.contents.titles[number_of(page)] = title
            self.report.in_file[ARTICLES] += 1

    def leave_out(self, page: DumpPage, kind: str, why: str) -> None:
        self.count_left_out(kind, why)
        self.report.remark(f"{LEFT_OUT}: {why}", f"“{page.title}” (line {page.line})")

    def count_left_out(self, kind: str, why: str) -> None:
        self.report.in_file[kind] += 1
        self.report.skip(kind, why)

    def import_articles(self, wanted: set[str]) -> None:
        """Import the articles with these titles. Those above them have been imported."""
        total = len(self.contents.articles)
        try:
            for page in Dump(self.path).pages():
                if page.namespace != MAIN or page.title not in wanted:
                    continue
                # A damaged dump may have the same page twice.
                wanted.remove(page.title)
                self.on_progress(self.done, total, page.title)
                self.import_one(page)
                self.done += 1
        except UnreadableFile:
            return  # The scan reported it.

    def import_one(self, page: DumpPage) -> None:
        import_item(
            partial(self.write, page),
            item=f"{self.path.name}, line {page.line}, “{page.title}”",
            kind=ARTICLES,
            report=self.report,
        )

    @transaction.atomic
    def write(self, page: DumpPage, report: ImportReport) -> Outcome:
        """Write one page with its old address. Don't overwrite changes made here."""
        converted = convert(page.revision.text, title=page.title, site=self.contents.site)
        article, outcome = write_entry(
            Article,
            guid_of(page, self.wiki),
            source=SOURCE,
            name=f"“{page.title}”",
            data={
                "digest": digest_of(page, converted),
                "number": number_of(page),
                "title": page.title,
            },
            save=partial(self.save, page=page, converted=converted, report=report),
            report=report,
        )
        for heading, names in converted.templates.items():
            self.templates[heading].update(names)
        if article is None:
            return outcome
        add_old_address(old_path(page.title, self.old_folder), article, report)
        for problem in converted.problems:
            report.remark(NEEDS_ATTENTION, f"“{page.title}”: {problem}", entry=article.pk)
        self.entry_ids[page.title] = article.pk
        return outcome

    def save(
        self, article: Article, page: DumpPage, converted: Converted, report: ImportReport
    ) -> None:
        if article.pk is None:
            article.parent_id = self.parent_id(page)
            article.slug = choose_slug(page.title)
            note_same_title(article, page, report)
        save(article, page, converted, report)

    def parent_id(self, page: DumpPage) -> int | None:
        return self.entry_ids.get(self.contents.parent_of(page.title))

    def add_old_names(self, title: str, target: str) -> None:
        """Make a redirect's old title and address lead to its article."""
        final = self.contents.target_of(target.partition("#")[0])
        pk = self.entry_ids.get(final)
        entry = Entry.objects.filter(pk=pk).first() if pk else None
        entry = entry or Entry.objects.by_title([final]).get(final)
        if entry is None:
            self.report.remark(LEADS_NOWHERE, f"“{title}” to “{target}”")
            self.report.skip(REDIRECT_PAGES, "redirects to pages that aren’t articles here")
            return
        import_item(
            partial(self.write_old_names, title, entry),
            item=f"the redirect “{title}”",
            kind=REDIRECT_PAGES,
            report=self.report,
        )

    @transaction.atomic
    def write_old_names(self, title: str, entry: Entry, report: ImportReport) -> Outcome:
        here = Entry.objects.by_title([title]).get(title)
        was_article = here is not None and here.guid.startswith(PREFIX) and here.title == title
        if was_article and here.pk != entry.pk:
            report.remark(NOW_REDIRECT, f"“{here.title}” to “{entry.title}”")
            return Outcome.CONFLICT
        add_former_title(title, entry, report)
        path = old_path(title, self.old_folder) or unused_path(title)
        add_old_address(path, entry, report)
        is_new = any(counter[Outcome.NEW] for counter in report.counts.values())
        return Outcome.NEW if is_new else Outcome.UNCHANGED


def note_same_title(article: Article, page: DumpPage, report: ImportReport) -> None:
    other = Entry.objects.by_title([page.title]).get(page.title)
    if other is not None and other.title.casefold() == page.title.casefold():
        report.remark(
            SAME_TITLE, f"“{page.title}”: {other.get_absolute_url()} and {path_of(article.slug)}"
        )


def save(article: Article, page: DumpPage, converted: Converted, report: ImportReport) -> None:
    moment = read_moment(page)
    article.title = page.title
    article.body = converted.markdown
    article.attention = "\n".join(converted.problems)
    if article.pk is None:
        article.status = Status.PUBLISHED
        article.published_at = article.created_at = moment
    article.clean_fields(exclude=["slug", "parent"])
    save_entry(
        entry=article,
        by=None,
        reason=describe_revision(page),
        relations={"tags": find_tags(converted.tags, report)},
        # The date of the last change on the wiki, not of the import.
        modified_at=moment,
    )


def read_moment(page: DumpPage) -> datetime:
    return min(page.revision.timestamp or timezone.now(), timezone.now())


def describe_revision(page: DumpPage) -> str:
    """Return the reason for the import's revision, with the last editor and comment."""
    by = f", last edited there by {page.revision.contributor}" if page.revision.contributor else ""
    comment = f": {page.revision.comment}" if page.revision.comment else ""
    return f"{CHANGE_REASON}{by}{comment}"[:1000]


def digest_of(page: DumpPage, converted: Converted) -> str:
    """Return a hash by which a later import can tell whether the page changed."""
    facts = json.dumps([page.title, converted.markdown, converted.tags])
    return hashlib.sha256(facts.encode()).hexdigest()

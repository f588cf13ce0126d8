"""Bring the current pages of a MediaWiki dump in: articles first, then what lies below them, then
the titles that lead to them.

Each page comes in whole or not at all, in one transaction of its own, and an import that is
interrupted is simply run again: what is here already is known by its GUID. The dump is read
several times rather than kept in memory.
"""

import hashlib
import json
import logging
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from content.editing.saving import save_entry
from content.links.relinking import relink_unresolved
from content.models import Entry, Status
from imports.mediawiki.addresses import (
    choose_slug,
    free_path,
    keep_former_title,
    keep_redirect,
    old_path,
    path_of,
)
from imports.mediawiki.categories import find_tags
from imports.mediawiki.dump import BrokenDump, Dump
from imports.mediawiki.dump import DumpPage as Page
from imports.mediawiki.headings import (
    ARTICLES,
    CHANGED_TWICE,
    DELETED_HERE,
    LEADS_NOWHERE,
    NEEDS_ATTENTION,
    NO_TEXT,
    NOW_A_REDIRECT,
    READING,
    SAME_TITLE,
    ImportReport,
    Outcome,
    describe_namespace,
)
from imports.mediawiki.markdown import Converted, convert
from imports.mediawiki.titles import MAIN, same_title
from imports.mediawiki.titles import WikiSite as Site
from imports.models import SourceRecord
from imports.running import (
    OnProgress,
    decide_outcome,
    describe_failure,
    ignore_progress,
    import_item,
    import_run,
)
from wiki.models import Article

logger = logging.getLogger(__name__)

SOURCE = "mediawiki"
CHANGE_REASON = "Imported from MediaWiki"
LONGEST_CHAIN = 20


def import_dump(
    path: Path,
    *,
    old_folder: str = "",
    is_dry_run: bool = False,
    on_progress: OnProgress = ignore_progress,
) -> ImportReport:
    """Import a dump and say what came of it. A dry run does it all and takes it all back.

    `old_folder` is the path that articles stood below on the old wiki, such as /wiki/. Raises
    ImportRunning.
    """
    report = ImportReport(is_dry_run=is_dry_run)
    with import_run(is_dry_run=is_dry_run):
        Importer(path, old_folder, report, on_progress).run()
    return report


@dataclass(slots=True)
class Contents:
    """What a dump holds, by the titles of its pages."""

    site: Site = field(default_factory=Site)
    articles: set[str] = field(default_factory=set)
    redirects: dict[str, str] = field(default_factory=dict)

    def parent_of(self, title: str) -> str:
        """Return the title of the nearest article that a page lies below, or nothing."""
        while "/" in title:
            title = title.rpartition("/")[0].rstrip()
            if same_title(title) in self.articles:
                return same_title(title)
        return ""

    def depth_of(self, title: str) -> int:
        parent = self.parent_of(title)
        return 1 + self.depth_of(parent) if parent else 0

    def target_of(self, title: str) -> str:
        """Follow redirects to the title that they end at."""
        for _ in range(LONGEST_CHAIN):
            following = self.redirects.get(same_title(title))
            if following is None:
                return same_title(title)
            title = following.partition("#")[0].strip()
        return ""


class Importer:
    def __init__(
        self, path: Path, old_folder: str, report: ImportReport, on_progress: OnProgress
    ) -> None:
        self.path = path
        self.old_folder = old_folder
        self.report = report
        self.on_progress = on_progress
        self.contents = Contents()
        self.entry_ids: dict[str, int] = {}
        self.done = 0

    def run(self) -> None:
        self.survey()
        depths = {title: self.contents.depth_of(title) for title in self.contents.articles}
        for depth in sorted(set(depths.values())):
            self.bring_in_all({title for title, own in depths.items() if own == depth})
        self.on_progress(self.done, self.done, "")
        for title, target in self.contents.redirects.items():
            self.lead_on(title, target)
        if not self.report.is_dry_run:
            relink_unresolved()

    def survey(self) -> None:
        """Read the dump once to know what is in it, and say what of that stays out."""
        dump = Dump(self.path)
        try:
            for page in dump.pages():
                self.contents.site = dump.site
                self.note(page, dump.site)
        except BrokenDump as error:
            self.report.fail(str(self.path), str(error))
        for warning in dump.warnings:
            self.report.remark(READING, warning)

    def note(self, page: Page, site: Site) -> None:
        if page.namespace != MAIN:
            self.report.not_imported[describe_namespace(page, site)] += 1
        elif page.redirect:
            self.contents.redirects[same_title(page.title)] = page.redirect
        elif page.revision.text is None:
            self.report.remark(NO_TEXT, f"“{page.title}”")
        elif page.revision.model != "wikitext":
            self.report.not_imported[f"pages of the type “{page.revision.model}”"] += 1
        elif not page.revision.text.strip():
            self.report.not_imported["empty pages"] += 1
        else:
            self.contents.articles.add(same_title(page.title))

    def bring_in_all(self, wanted: set[str]) -> None:
        """Bring in the articles with these titles; those that they lie below are in already."""
        total = len(self.contents.articles)
        try:
            for page in Dump(self.path).pages():
                title = same_title(page.title)
                if page.namespace != MAIN or title not in wanted:
                    continue
                # A damaged dump may have a page twice.
                wanted.remove(title)
                self.on_progress(self.done, total, page.title)
                self.import_one(page)
                self.done += 1
        except BrokenDump:
            return  # The survey said so already.

    def import_one(self, page: Page) -> None:
        import_item(
            partial(self.write, page),
            item=f"{self.path.name}, line {page.line}, “{page.title}”",
            kind=ARTICLES,
            report=self.report,
        )

    @transaction.atomic
    def write(self, page: Page, report: ImportReport) -> Outcome:
        """Write one page with its old address, unless the article was changed here too."""
        guid = self.guid_of(page)
        converted = convert(page.revision.text, title=page.title, site=self.contents.site)
        article = lock_article(guid)
        record = SourceRecord.objects.filter(source=SOURCE, key=guid).first()
        digest = digest_of(page, converted)
        outcome = decide_outcome(article, record, digest=digest)
        if outcome == Outcome.DELETED:
            report.remark(DELETED_HERE, f"“{page.title}”")
            return outcome
        if outcome == Outcome.CONFLICT:
            report.remark(CHANGED_TWICE, f"“{article.title}” ({article.get_absolute_url()})")
        if outcome == Outcome.NEW:
            article = Article(guid=guid, parent_id=self.parent_id(page))
            self.choose_address(article, page, report)
        if outcome in {Outcome.NEW, Outcome.UPDATED}:
            save(article, page, converted, report)
            SourceRecord.objects.remember(
                source=SOURCE, key=guid, entry=article, said={"digest": digest}
            )
        keep_redirect(old_path(page.title, self.old_folder), article, report)
        for problem in converted.problems:
            report.remark(NEEDS_ATTENTION, f"“{page.title}”: {problem}")
        self.entry_ids[same_title(page.title)] = article.pk
        return outcome

    def guid_of(self, page: Page) -> str:
        site = self.contents.site
        return f"mediawiki:{site.base or site.name}:{page.id or same_title(page.title)}"[:500]

    def parent_id(self, page: Page) -> int | None:
        return self.entry_ids.get(self.contents.parent_of(page.title))

    def choose_address(self, article: Article, page: Page, report: ImportReport) -> None:
        article.slug = choose_slug(page.title)
        other = Entry.objects.by_title([page.title]).get(page.title)
        if other is not None and other.title.casefold() == page.title.casefold():
            report.remark(
                SAME_TITLE,
                f"“{page.title}”: {other.get_absolute_url()} and {path_of(article.slug)}",
            )

    def lead_on(self, title: str, target: str) -> None:
        """Let what a redirect was called, and where it stood, lead to its article."""
        final = self.contents.target_of(target.partition("#")[0])
        pk = self.entry_ids.get(final)
        entry = Entry.objects.filter(pk=pk).first() if pk else None
        entry = entry or Entry.objects.by_title([final]).get(final)
        if entry is None:
            self.report.remark(LEADS_NOWHERE, f"“{title}” to “{target}”")
            return
        report = ImportReport()
        try:
            with transaction.atomic():
                here = Entry.objects.by_title([title]).get(title)
                if here is not None and here.guid.startswith("mediawiki:") and here.pk != entry.pk:
                    report.remark(NOW_A_REDIRECT, f"“{here.title}” to “{entry.title}”")
                else:
                    keep_former_title(title, entry, report)
                    path = old_path(title, self.old_folder) or free_path(title)
                    keep_redirect(path, entry, report)
        except (ValidationError, DatabaseError) as error:
            item = f"the redirect “{title}”"
            self.report.fail(item, describe_failure(error, item=item))
        else:
            self.report.add(report)


def save(article: Article, page: Page, converted: Converted, report: ImportReport) -> None:
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
        # What counts is when someone last wrote on the wiki, and not when that was imported.
        modified_at=moment,
    )


def read_moment(page: Page) -> datetime:
    return min(page.revision.timestamp or timezone.now(), timezone.now())


def describe_revision(page: Page) -> str:
    """Return the reason of the revision that an import makes: who wrote what on the wiki."""
    by = f", last edited there by {page.revision.contributor}" if page.revision.contributor else ""
    comment = f": {page.revision.comment}" if page.revision.comment else ""
    return f"{CHANGE_REASON}{by}{comment}"[:1000]


def digest_of(page: Page, converted: Converted) -> str:
    """Return what is the same for the same page, so that a later import sees what changed."""
    facts = json.dumps([page.title, converted.markdown, converted.tags])
    return hashlib.sha256(facts.encode()).hexdigest()


def lock_article(guid: str) -> Article | None:
    """Return what a page has become here; others wait with their changes to it."""
    # First the row that the admin locks first, so that neither waits for the other for ever.
    list(Entry.objects.select_for_update(of=["self"]).filter(guid=guid).values_list("pk"))
    return Article.objects.select_for_update(of=["self"]).filter(guid=guid).first()

"""What pages were called on the old wiki and where they stood, and what that leads to here."""

from content.editing.slugs import make_slug, propose_slug
from content.models import Entry, FormerTitle, Redirect
from content.models.links import title_key
from content.models.redirects import same_page
from imports.mediawiki.headings import COLLISIONS, FORMER_TITLES, REDIRECTS, ImportReport, Outcome
from imports.mediawiki.titles import same_title
from wiki.models import Article

MAX_PATH_LENGTH = 700


def choose_slug(title: str) -> str:
    """Return a free slug; the name of a page below another has words on both sides of its “/”."""
    return propose_slug(title.replace("/", " "), model=Article)


def path_of(slug: str) -> str:
    return Article(kind="article", slug=slug).get_absolute_url()


def free_path(title: str) -> str:
    """The path that a page of this title would have here; nothing where an article has it."""
    articles = Entry.objects.filter(kind="article")
    slug = make_slug(title.replace("/", " "), model=Article)
    return "" if articles.filter(slug=slug).exists() else path_of(slug)


def old_path(title: str, folder: str) -> str:
    """The path of a page below the folder that articles stood in on the old wiki."""
    return f"{folder}{same_title(title).replace(' ', '_')}" if folder else ""


def keep_redirect(path: str, entry: Entry, report: ImportReport) -> None:
    """Lead a path to an entry, unless something else has it, here or on the old wiki."""
    if not path or len(path) > MAX_PATH_LENGTH or path in same_page(entry.get_absolute_url()):
        return
    redirect = Redirect.objects.filter(old_path__in=same_page(path)).select_related("entry").first()
    if redirect is None:
        Redirect.objects.create(old_path=path, entry=entry)
        report.count(REDIRECTS, Outcome.NEW)
    elif redirect.entry_id == entry.pk:
        report.count(REDIRECTS, Outcome.UNCHANGED)
    else:
        target = f"“{redirect.entry.heading}”" if redirect.entry else redirect.new_path
        report_taken(path, target, entry, report)
        report.count(REDIRECTS, Outcome.SKIPPED)


def keep_former_title(title: str, entry: Entry, report: ImportReport) -> None:
    """Let [[title]] lead to an entry, unless it leads to another already."""
    key = title_key(title)
    if not key or key == title_key(entry.title):
        return
    owners = FormerTitle.objects.filter(key=key).select_related("entry").order_by("-pk")
    former = owners.filter(entry=entry).first() or owners.first()
    other = Entry.objects.by_title([title]).get(title)
    if former is not None and former.entry_id == entry.pk:
        report.count(FORMER_TITLES, Outcome.UNCHANGED)
    elif former is not None or other is not None:
        target = former.entry if former is not None else other
        report_taken(f"[[{title}]]", f"“{target.title}”", entry, report)
        report.count(FORMER_TITLES, Outcome.SKIPPED)
    else:
        FormerTitle.objects.keep(entry=entry, title=title)
        report.count(FORMER_TITLES, Outcome.NEW)


def report_taken(what: str, target: str, entry: Entry, report: ImportReport) -> None:
    report.remark(
        COLLISIONS, f"{what} leads to {target} already, so it does not lead to “{entry.title}”."
    )

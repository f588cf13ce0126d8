"""Choose an article's slug, and redirect its old titles and addresses."""

from content.editing.slugs import make_slug, propose_slug
from content.models import Entry, FormerTitle
from content.models.links import title_key
from imports.mediawiki.headings import FORMER_TITLES
from imports.redirects import add_redirects, report_taken
from imports.reports import ImportReport, Outcome
from wiki.models import Article


def choose_slug(title: str) -> str:
    """Return a free slug. In the title of a subpage, “/” separates words."""
    return propose_slug(title.replace("/", " "), model=Article)


def path_of(slug: str) -> str:
    return Article(kind="article", slug=slug).get_absolute_url()


def unused_path(title: str) -> str:
    """Return the path that an article with this title would have, or "" if one has it."""
    articles = Entry.objects.filter(kind="article")
    slug = make_slug(title.replace("/", " "), model=Article)
    return "" if articles.filter(slug=slug).exists() else path_of(slug)


def old_path(title: str, folder: str) -> str:
    """Return a page's path on the old wiki, or "" if the articles' folder isn't known."""
    return f"{folder}{title.replace(' ', '_')}" if folder else ""


def add_old_address(path: str, entry: Entry, report: ImportReport) -> None:
    add_redirects([(entry, [path])], report)


def add_former_title(title: str, entry: Entry, report: ImportReport) -> None:
    """Make [[title]] link to an entry, unless it links to another one already."""
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
        report_taken(f"[[{title}]]", target=f"“{target.title}”", entry=entry, report=report)
        report.count(FORMER_TITLES, Outcome.SKIPPED)
    else:
        FormerTitle.objects.keep(entry=entry, title=title)
        report.count(FORMER_TITLES, Outcome.NEW)

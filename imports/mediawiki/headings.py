"""What an import of a wiki says: the headings that its remarks stand under.

The report itself is the one that the import of the blog has.
"""

from imports.mediawiki.dump import DumpPage
from imports.mediawiki.titles import CATEGORY, WikiSite
from imports.reports import ImportReport, Outcome, print_report

__all__ = ["ImportReport", "Outcome", "print_report"]

ARTICLES = "Articles"
REDIRECTS = "Redirects"
FORMER_TITLES = "Former titles"
TAGS = "Tags"

READING = "While reading"
CHANGED_TWICE = "Changed in the dump and here, so the version here stays"
DELETED_HERE = "Deleted here, so not brought back"
SAME_TITLE = "Titles that two entries have, of which links find the older"
NO_TEXT = "Pages whose text is not in the dump (hidden, or the dump has no texts)"
LEADS_NOWHERE = "Redirects to what is no article here, left out"
NOW_A_REDIRECT = "Articles here that only lead elsewhere on the wiki now"
COLLISIONS = "Addresses and titles that two things wanted"
NO_SLUG = "Categories without a letter or number, left out"
NEEDS_ATTENTION = "What could not be converted stays readable, for editors to mend"


def describe_namespace(page: DumpPage, site: WikiSite) -> str:
    """Say which pages are left out because of where they stand."""
    if page.namespace == CATEGORY:
        return "descriptions of categories"
    name = site.local_names.get(page.namespace) or page.title.partition(":")[0]
    return f"pages in the namespace “{name}”"

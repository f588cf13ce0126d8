"""The headings in the report of a wiki import."""

from imports.mediawiki.dump import DumpPage
from imports.mediawiki.titles import CATEGORY, WikiSite

ARTICLES = "Articles"
REDIRECT_PAGES = "Redirect pages"
OTHER_PAGES = "Other pages"
FORMER_TITLES = "Former titles"
TAGS = "Tags"

READING = "While reading"
SAME_TITLE = "Titles shared by two entries (wiki links lead to the older one)"
LEFT_OUT = "Left out"
NO_TEXT = "pages without text in the dump (hidden, or a dump without texts)"
LEADS_NOWHERE = "Skipped: redirects to pages that aren’t articles here"
NOW_REDIRECT = "Articles here that have become redirects on the wiki"
NO_SLUG = "Skipped: categories without a letter or digit in the name"
NEEDS_ATTENTION = "Couldn’t be converted, so kept as readable text"


def describe_namespace(page: DumpPage, site: WikiSite) -> str:
    """Describe pages that are skipped because of their namespace."""
    if page.namespace == CATEGORY:
        return "category pages"
    name = site.local_names.get(page.namespace) or page.title.partition(":")[0]
    return f"pages in the namespace “{name}”"

"""Every public page of the site, derived from the URLconf.

A route without arguments needs nothing here. A route with arguments needs an example in EXAMPLES,
whose page `tests.support.public_site` fills. A route that isn't for everyone needs a reason in
NOT_PUBLIC.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from content.kinds import all_kinds
from cworks.sitemaps import SITEMAPS
from wiki.models import Article

type Arguments = dict[str, str | int]


def newest_revision() -> int:
    return Article.objects.get(slug="the-article").revisions.newest_first().first().pk


# A listing's feeds share its arguments.
EXAMPLES: dict[str, list[Arguments] | Callable[[], list[Arguments]]] = {
    "accent": [{"light": "b4441f", "dark": "f2936c"}],
    "blog:post-detail": [{"slug": "the-post"}],
    "blog:comment-create": [{"slug": "the-post"}],
    "blog:comment-list": [{"slug": "the-post"}],
    "blog:comment-sent": [{"slug": "the-post"}],
    "blog:comment-thanks": [{"slug": "the-post"}],
    "blog:series-detail": [{"slug": "the-series"}],
    "blog:post-cite": [{"slug": "the-post", "style": "bibtex"}],
    "content:archive-month": [{"year": 2019, "month": 5}],
    "content:archive-year": [{"year": 2019}],
    "content:page-detail": [{"slug": "about"}],
    "content:person-detail": [{"slug": "the-person"}],
    "content:place-detail": [{"slug": "the-place"}],
    "content:tag-detail": [{"slug": "the-tag"}],
    "content:topic-detail": [{"slug": "the-topic"}],
    "events:event-calendar": [{"slug": "the-event"}, {"slug": "recorded"}, {"slug": "canceled"}],
    "events:event-detail": [
        {"slug": slug} for slug in ("the-event", "full", "recorded", "canceled", "elsewhere")
    ],
    "events:event-cite": [{"slug": "recorded", "style": "ris"}],
    "events:registration-create": [{"slug": "the-event"}],
    "events:registration-sent": [{"slug": "the-event"}],
    "events:series-detail": [{"slug": "the-dates"}],
    "submissions:ours-too": [{"number": 700_000}],
    "submissions:ours-too-sent": [{"number": 700_000}],
    "submissions:problem-detail": [{"number": 700_000}],
    "sitemap-section": [{"section": section} for section in SITEMAPS],
    "following:newsletter-detail": [{"slug": "the-newsletter"}],
    "wiki:article-compare": [{"slug": "the-article"}],
    "wiki:article-detail": [{"slug": "the-article"}],
    "wiki:article-history": [{"slug": "the-article"}],
    "wiki:article-links": [{"slug": "the-article"}],
    "wiki:article-problem": [{"slug": "the-article"}],
    "wiki:article-thanks": [{"slug": "the-article"}],
    "wiki:library-file": [{"style": style} for style in ("bibtex", "ris", "csl-json")],
    "wiki:library-entry": [{"slug": "the-publication"}, {"slug": "the-resource"}],
    "wiki:library-links": [{"slug": "the-publication"}, {"slug": "the-resource"}],
    "wiki:library-problem": [{"slug": "the-resource"}],
    "wiki:library-thanks": [{"slug": "the-resource"}],
    "wiki:article-cite": [{"slug": "the-article", "style": "bibtex"}],
    "wiki:library-cite": [
        {"slug": slug, "style": style}
        for slug in ("the-publication", "the-resource")
        for style in ("bibtex", "ris")
    ],
    "wiki:revision-detail": lambda: [{"revision_id": newest_revision()}],
    "wiki:suggestion-create": [{"slug": "the-article"}],
    "wiki:suggestion-thanks": [{"slug": "the-article"}],
}
# Other states of a page, which its query string selects.
QUERIES: dict[str, list[str] | Callable[[], list[str]]] = {
    "content:topic-detail": ["kind=posts", "kind=events"],
    "content:topic-detail-feed": ["kind=posts"],
    "events:event-list": ["topic=the-topic&presenter=the-person", "topic=no-event"],
    "events:event-list-feed": ["topic=the-topic&presenter=the-person"],
    "following:follow-create": ["of=kind.events", "of=newsletter"],
    "search-suggestions": ["q=the+po"],
    "submissions:problem-list": ["topic=the-topic"],
    "submissions:problem-list-feed": ["topic=the-topic"],
    "search": ["q=first+paragraph", "q=the+-part", "q=paragraph&kind=events", "q=no-such-word"],
    "wiki:article-compare": lambda: [f"b={newest_revision()}"],
    "wiki:article-list": ["from=M"],
    "wiki:article-wanted": ["title=No+such+page"],
    "wiki:library": [
        "format=report&topic=the-topic",
        "format=tool",
        "q=paragraph&sort=title",
        "q=no-such-word",
        "sort=year",
    ],
    "wiki:library-feed": ["format=report&topic=the-topic"],
}
# Without a query string, there is no such page.
ONLY_WITH_QUERY = {"wiki:article-compare", "wiki:article-wanted"}
# Files for search engines and scanners, which cache headers say nothing about.
FILES_FOR_ROBOTS = {
    "favicon",
    "llms",
    "manifest",
    "opensearch",
    "accent",
    "robots",
    "security",
    "sitemap-index",
    "sitemap-section",
}
# Pages with a form, and the pages it leads to.
FORMS = {
    "blog:comment-create",
    "blog:comment-sent",
    "blog:comment-thanks",
    "content:reader-erased",
    "content:reader-link",
    "content:reader-link-sent",
    "events:registration-create",
    "events:registration-sent",
    "following:follow-create",
    "following:follow-sent",
    "submissions:ours-too",
    "submissions:ours-too-sent",
    "submissions:post",
    "submissions:problem",
    "submissions:resource",
    "submissions:sent",
    "wiki:article-problem",
    "wiki:article-thanks",
    "wiki:library-problem",
    "wiki:library-thanks",
    "wiki:suggestion-create",
    "wiki:suggestion-thanks",
}
# By name, by namespace, or, for a route without a name, by the module of its view.
NOT_PUBLIC = {
    "preview": "It shows a draft to anyone who has the link: tests/blog/test_admin_preview.py",
    "blog:comment-detail": "It redirects: tests/blog/test_comment_pages.py",
    **dict.fromkeys(
        ["blog:comment-change", "blog:comment-delete"],
        "It belongs to one commenter: tests/blog/test_comments_by_email.py",
    ),
    "content:share-card": "It serves a drawing: tests/content/test_share_cards.py",
    "content:media": "It serves a stored file: tests/content/test_media.py",
    "cworks.views.former_addresses": "It redirects: tests/cworks/test_former_addresses.py",
    **dict.fromkeys(
        [
            "events:registration-cancel",
            "events:registration-change",
            "events:registration-confirm",
            "events:registration-data",
            "events:registration-detail",
            "events:registration-erase",
            "events:registration-join",
        ],
        "It belongs to one registrant: tests/events/test_registrant_pages.py",
    ),
    **dict.fromkeys(
        ["following:email-page", "following:own-follows", "following:unsubscribe-formerly"],
        "It belongs to one reader: tests/following/test_following.py",
    ),
    **dict.fromkeys(
        [
            "content:confirm",
            "content:reader-data",
            "content:reader-detail",
            "content:reader-erase",
            "content:unsubscribe",
        ],
        "It belongs to one reader: tests/content/test_readers.py",
    ),
    **dict.fromkeys(
        [
            "blog:post-pdf",
            "blog:series-epub",
            "blog:series-pdf",
            "content:topic-pdf",
            "wiki:article-epub",
            "wiki:article-pdf",
            "wiki:publication-pdf",
        ],
        "It serves a stored copy: tests/content/test_copies.py",
    ),
    "csp-reports": "It only accepts POST: tests/cworks/test_policies.py",
    "search-count": "It only accepts POST: tests/cworks/test_search_counts.py",
    "view-count": "It only accepts POST: tests/cworks/test_view_counts.py",
    "wiki:file-current": "It serves a stored file: tests/wiki/test_downloads.py",
    "wiki:file-version": "It serves a stored file: tests/wiki/test_downloads.py",
}


@dataclass(frozen=True)
class PublicPage:
    route: str
    address: str

    @property
    def is_for_any_cache(self) -> bool:
        return self.route not in FORMS | FILES_FOR_ROBOTS


class MissingExample(LookupError):
    def __init__(self, route: str) -> None:
        super().__init__(
            f"The route “{route}” has no example. Add one to EXAMPLES in "
            "tests/support/public_pages.py (and what it shows to tests/support/public_site.py), "
            "or, if it isn’t for everyone, add it to NOT_PUBLIC with the reason."
        )


def public_pages() -> list[PublicPage]:
    """Return at least one page of every public route. Raises MissingExample."""
    return [
        PublicPage(name, f"{reverse(name, kwargs=arguments)}{query}")
        for name, pattern in public_routes()
        for arguments in examples(name, pattern)
        for query in queries(name)
    ]


def public_routes() -> Iterator[tuple[str, URLPattern]]:
    for name, pattern in routes(get_resolver(), with_admin=False):
        if not NOT_PUBLIC.keys() & identifiers_of(name, pattern):
            yield name, pattern


def identifiers_of(name: str, pattern: URLPattern) -> set[str]:
    return {name, name.partition(":")[0], pattern.callback.__module__}


def routes(
    resolver: URLResolver, namespace: str = "", *, with_admin: bool = True
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if not with_admin and str(pattern.pattern).startswith("admin/"):
            continue
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern, inner)
        else:
            yield f"{namespace}{pattern.name or pattern.pattern}", pattern


def examples(name: str, pattern: URLPattern) -> list[Arguments]:
    listing = name.removesuffix("-feed").removesuffix("-json")
    found = evaluate(EXAMPLES.get(listing, []))
    if found:
        return found
    if pattern.name and not pattern.pattern.regex.groups:
        return [{}]
    for kind in all_kinds():
        if name == kind.detail_url_name:
            return [{"slug": f"the-{kind.name}"}]
    raise MissingExample(name)


def queries(name: str) -> list[str]:
    bare = [] if name in ONLY_WITH_QUERY else [""]
    return bare + [f"?{query}" for query in evaluate(QUERIES.get(name, []))]


def evaluate(value):
    return value() if callable(value) else value

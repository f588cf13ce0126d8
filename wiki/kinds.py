from content.kinds import Kind
from wiki.models import Article, Publication, Resource
from wiki.views.articles import article_context
from wiki.views.publications import publication_context
from wiki.views.resources import resource_context

KINDS = [
    Kind(
        model=Article,
        detail_url_name="wiki:article-detail",
        detail_template="wiki/article_detail.html",
        detail_context=article_context,
        title_priority=1,
        reserved_slugs=frozenset({"revisions", "wanted"}),
    ),
    Kind(
        model=Resource,
        detail_url_name="wiki:library-entry",
        detail_template="wiki/resource_detail.html",
        detail_context=resource_context,
        is_ours=False,
        address_space="library",
    ),
    Kind(
        model=Publication,
        detail_url_name="wiki:library-entry",
        detail_template="wiki/publication_detail.html",
        detail_context=publication_context,
        address_space="library",
    ),
]

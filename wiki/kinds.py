from content.kinds import EDITORS, EVERYTHING, WRITERS, DocumentSource, Kind
from wiki.citations import article_work, publication_work, resource_work
from wiki.copies import article_copy, articles_above, publication_copy
from wiki.dashboard import files_without_text, waiting_messages
from wiki.models import Article, FileVersion, Publication, Resource
from wiki.search import FILE_PAGES, LIBRARY, WIKI
from wiki.services.publishing_check import check_article, check_publication, check_resource
from wiki.views.articles import article_context
from wiki.views.publications import publication_context
from wiki.views.resources import resource_context

KINDS = [
    Kind(
        model=Resource,
        detail_url_name="wiki:library-entry",
        detail_template="wiki/resource_detail.html",
        detail_context=resource_context,
        check=check_resource,
        cited_as=resource_work,
        cite_url_name="wiki:library-cite",
        address_space="library",
        is_ours=False,
        calendar=None,
        search_section=LIBRARY,
        permissions={"resource": {WRITERS: ("view", "add", "change"), EDITORS: EVERYTHING}},
        admin_group="Library",
    ),
    Kind(
        model=Publication,
        detail_url_name="wiki:library-entry",
        detail_template="wiki/publication_detail.html",
        detail_context=publication_context,
        check=check_publication,
        cited_as=publication_work,
        cite_url_name="wiki:library-cite",
        copied_as=publication_copy,
        copy_formats=("pdf",),
        address_space="library",
        search_section=LIBRARY,
        passages=FILE_PAGES,
        documents=(
            DocumentSource(
                rows=lambda drafts: FileVersion.objects.all(),
                document="document",
                entry="file__publication",
                keeps_versions=True,
            ),
        ),
        permissions={
            "publication": {WRITERS: ("view",), EDITORS: EVERYTHING},
            "publicationfile": {EDITORS: EVERYTHING},
            "fileversion": {EDITORS: EVERYTHING},
        },
        admin_group="Library",
        waiting_for=files_without_text,
    ),
    Kind(
        model=Article,
        detail_url_name="wiki:article-detail",
        detail_template="wiki/article_detail.html",
        detail_context=article_context,
        check=check_article,
        cited_as=article_work,
        cite_url_name="wiki:article-cite",
        copied_as=article_copy,
        copy_formats=("pdf", "epub"),
        copied_in=articles_above,
        is_written_by_staff=True,
        reserved_slugs=frozenset({"revisions", "wanted"}),
        title_priority=1,
        has_public_history=True,
        search_section=WIKI,
        permissions={
            "article": {WRITERS: ("view", "add", "change"), EDITORS: EVERYTHING},
            "suggestion": {EDITORS: ("view", "change")},
            "problemreport": {EDITORS: ("view", "change")},
        },
        admin_group="Library",
        admin_models=("suggestion", "problemreport"),
        waiting_for=waiting_messages,
    ),
]

from django.urls import path

from content.views.citations import citation_file
from content.views.copies import copy_paths
from content.views.listings import listing_paths
from wiki.views import articles, citations, files, history, library, links, problems, suggestions

app_name = "wiki"

urlpatterns = [
    *listing_paths("library/", library.LibraryListing, name="library"),
    path("library/cite/<str:style>/", citations.library_file, name="library-file"),
    *copy_paths("library/", kind="publication", formats=["pdf"], name="publication"),
    path("library/<str:slug>/", library.library_entry, name="library-entry"),
    path("library/<str:slug>/links/", links.library_links, name="library-links"),
    path("library/<str:slug>/problem/", problems.library_problem, name="library-problem"),
    path("library/<str:slug>/problem/thanks/", problems.library_thanks, name="library-thanks"),
    path("library/<str:slug>/cite/<str:style>/", citations.citation_file, name="library-cite"),
    path("library/<str:slug>/files/<str:name>", files.current_file, name="file-current"),
    path(
        "library/<str:slug>/files/<number:number>/<str:name>",
        files.file_version,
        name="file-version",
    ),
    *listing_paths("wiki/", articles.ArticleListing, name="article-list"),
    path("wiki/wanted/", articles.article_wanted, name="article-wanted"),
    path("wiki/revisions/<number:revision_id>/", history.revision_detail, name="revision-detail"),
    *copy_paths("wiki/", kind="article", formats=["pdf", "epub"], name="article"),
    path("wiki/<str:slug>/", articles.article_detail, name="article-detail"),
    path(
        "wiki/<str:slug>/cite/<str:style>/", citation_file, {"kind": "article"}, name="article-cite"
    ),
    path("wiki/<str:slug>/history/", history.article_history, name="article-history"),
    path("wiki/<str:slug>/links/", links.article_links, name="article-links"),
    path("wiki/<str:slug>/compare/", history.article_compare, name="article-compare"),
    path("wiki/<str:slug>/suggest/", suggestions.suggestion_create, name="suggestion-create"),
    path(
        "wiki/<str:slug>/suggest/thanks/", suggestions.suggestion_thanks, name="suggestion-thanks"
    ),
    path("wiki/<str:slug>/problem/", problems.article_problem, name="article-problem"),
    path("wiki/<str:slug>/problem/thanks/", problems.article_thanks, name="article-thanks"),
]

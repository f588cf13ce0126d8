from django.urls import path

from blog.views import comment_pages, comments, own_comments, posts, series
from content.views.citations import citation_file
from content.views.copies import copy_paths
from content.views.listings import listing_paths

app_name = "blog"

urlpatterns = [
    *listing_paths("blog/", posts.PostListing, name="post-list"),
    *copy_paths("blog/", kind="post", formats=["pdf"], name="post"),
    path("blog/<str:slug>/", posts.post_detail, name="post-detail"),
    path("blog/<str:slug>/cite/<str:style>/", citation_file, {"kind": "post"}, name="post-cite"),
    path("blog/<str:slug>/comment/", comments.comment_create, name="comment-create"),
    path("blog/<str:slug>/comment/thanks/", comments.comment_thanks, name="comment-thanks"),
    path("blog/<str:slug>/comment/sent/", comments.comment_sent, name="comment-sent"),
    path("blog/<str:slug>/comments/", comment_pages.comment_list, name="comment-list"),
    path("blog/<str:slug>/comments/feed/", comment_pages.comment_feed, name="comment-list-feed"),
    path(
        "blog/<str:slug>/comments/<number:pk>/",
        comment_pages.comment_detail,
        name="comment-detail",
    ),
    path("readers/comments/<str:token>/", own_comments.comment_change, name="comment-change"),
    path(
        "readers/comments/<str:token>/delete/",
        own_comments.comment_delete,
        name="comment-delete",
    ),
    *listing_paths("series/", series.SeriesListing, name="series-list"),
    *copy_paths("series/", kind="series", formats=["pdf", "epub"], name="series"),
    *listing_paths("series/<str:slug>/", series.SeriesDetail, name="series-detail"),
]

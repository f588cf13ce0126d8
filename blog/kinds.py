from blog.models import Post, Series
from blog.views.posts import post_context
from blog.views.series import series_context
from content.kinds import Kind

KINDS = [
    Kind(
        model=Post,
        detail_url_name="blog:post-detail",
        detail_template="blog/post_detail.html",
        detail_context=post_context,
        on_front_page=True,
        is_labeled=False,
    ),
    Kind(
        model=Series,
        detail_url_name="blog:series-detail",
        detail_template="blog/series_detail.html",
        detail_context=series_context,
    ),
]

from blog.citations import post_work
from blog.comment_pages import comment_counts
from blog.copies import post_copy, series_copy, series_of
from blog.dashboard import waiting_comments
from blog.models import Post, Series
from blog.services.bulk_series import SERIES
from blog.services.publishing_check import check_post
from blog.services.restoring import put_back_part
from blog.views.posts import post_context
from blog.views.series import series_context
from content.editing.publishing_check import check_entry
from content.kinds import EDITORS, EVERYTHING, WRITERS, CalendarPlace, Kind, SearchSection


def describe_part(post: Post) -> str:
    return f"Part {post.part_number} of “{post.series.title}”" if post.series else ""


POSTS = SearchSection(key="posts", label="Posts", position=1, url_name="blog:post-list")

KINDS = [
    Kind(
        model=Post,
        detail_url_name="blog:post-detail",
        detail_template="blog/post_detail.html",
        detail_context=post_context,
        check=check_post,
        cited_as=post_work,
        cite_url_name="blog:post-cite",
        copied_as=post_copy,
        copy_formats=("pdf",),
        copied_in=series_of,
        is_written_by_staff=True,
        on_front_page=True,
        bulk_fields=(SERIES,),
        put_back=put_back_part,
        calendar=CalendarPlace(
            fields=("series__title", "part_number"), rows=("series",), describe=describe_part
        ),
        is_labeled=False,
        search_section=POSTS,
        permissions={
            "post": {WRITERS: ("view", "add", "change"), EDITORS: EVERYTHING},
            "comment": {EDITORS: EVERYTHING},
            "commentban": {EDITORS: EVERYTHING},
            "spamword": {EDITORS: EVERYTHING},
        },
        admin_group="Write",
        waiting_for=waiting_comments,
        card_notes=comment_counts,
    ),
    Kind(
        model=Series,
        detail_url_name="blog:series-detail",
        detail_template="blog/series_detail.html",
        detail_context=series_context,
        check=check_entry,
        copied_as=series_copy,
        copy_formats=("pdf", "epub"),
        is_written_by_staff=True,
        offered_as_companion=True,
        search_section=POSTS,
        list_url_name="blog:series-list",
        permissions={"series": {WRITERS: ("view",), EDITORS: EVERYTHING}},
        admin_group="Write",
        admin_models=("comment", "commentban", "spamword"),
    ),
]

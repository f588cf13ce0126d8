from django.urls import reverse
from django.utils.html import format_html, format_html_join

from blog.models import Post, Series
from content.admin.entry_lists import describe_status


def list_parts(series: Series, *, current: Post | None = None) -> str:
    """Return the parts of a series as a list, drafts included, each with its status."""
    parts = series.parts.as_links("part_number")
    rows = [
        (
            format_html("<strong>{}</strong>", part)
            if current and part.pk == current.pk
            else format_html(
                '<a href="{}">{}</a>', reverse("admin:blog_post_change", args=[part.pk]), part
            ),
            describe_status(part),
        )
        for part in parts.in_series_order()
    ]
    if not rows:
        return "No parts yet."
    return format_html(
        '<ol class="part-list">{}</ol>', format_html_join("", "<li>{} · {}</li>", rows)
    )

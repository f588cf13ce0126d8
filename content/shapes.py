"""The shapes in which entries are read, each with its fields in one place.

A link names what it reads. The other shapes name the long fields that they leave out, so that a new
field of an entry needs no line here.
"""

LINK_FIELDS = (
    "kind",
    "slug",
    "title",
    "summary",
    "excerpt_html",
    "format",
    "year",
    "status",
    "published_at",
    "date_line",
    "date_is_struck",
)
NOT_ON_PAGES = (
    "body",
    "search_vector",
    "title_vector",
    "attention",
    "preview_token",
    "preview_until",
    "created_by",
)
NOT_ON_CARDS = (
    *NOT_ON_PAGES,
    "body_html",
    "headings",
    "search_title",
    "search_description",
    "lead_image_caption",
    "guid",
    "created_at",
)
# What the admin's lists leave out: they show more than a card does.
NOT_IN_ROWS = ("body", "body_html", "headings", "search_vector", "title_vector")

from content.editing.publishing_check import check_page
from content.kinds import EDITORS, EVERYTHING, Kind
from content.models import Page
from content.views.entries import entry_context

PAGE = Kind(
    model=Page,
    detail_url_name="content:page-detail",
    detail_template="content/page_detail.html",
    detail_context=entry_context,
    check=check_page,
    calendar=None,
    permissions={
        "page": {EDITORS: EVERYTHING},
    },
    admin_group="Write",
)

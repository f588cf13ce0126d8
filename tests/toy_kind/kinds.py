from content.kinds import EDITORS, EVERYTHING, Kind, SearchSection
from content.views.entries import entry_context
from tests.toy_kind.models import Toy

TOY = Kind(
    model=Toy,
    detail_url_name="toy_kind:toy-detail",
    detail_template="toy_kind/toy_detail.html",
    detail_context=entry_context,
    on_front_page=True,
    search_section=SearchSection(key="toys", label="Toys"),
    permissions={"toy": {EDITORS: EVERYTHING}},
    admin_group="Toys",
)

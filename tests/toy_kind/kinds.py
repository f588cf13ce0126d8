from content.editing.publishing_check import check_entry
from content.findings import Finding, Related
from content.kinds import EDITORS, EVERYTHING, Kind, SearchSection
from content.views.entries import entry_context
from tests.toy_kind.models import Toy


def check_toy(toy: Toy, related: Related) -> list[Finding]:
    found = check_entry(toy, related)
    return found if toy.material else [*found, Finding("It doesn’t say what it is made of.")]


TOY = Kind(
    model=Toy,
    detail_url_name="toy_kind:toy-detail",
    detail_template="toy_kind/toy_detail.html",
    detail_context=entry_context,
    check=check_toy,
    address_space="library",
    offered_as_companion=True,
    on_front_page=True,
    search_section=SearchSection(key="toys", label="Toys"),
    permissions={"toy": {EDITORS: EVERYTHING}},
    admin_group="Toys",
)

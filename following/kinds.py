from content.kinds import EDITORS, EVERYTHING, Kind
from content.readers import Confirmation
from following.models import Follow, Newsletter
from following.services.follows import confirm_follow, name_of
from following.services.publishing_check import check_newsletter
from following.views.newsletters import newsletter_context

KINDS = [
    Kind(
        model=Newsletter,
        detail_url_name="following:newsletter-detail",
        detail_template="following/newsletter_detail.html",
        detail_context=newsletter_context,
        check=check_newsletter,
        permissions={"newsletter": {EDITORS: EVERYTHING}},
        admin_group="Write",
    ),
]


def describe_follow(follow: Follow) -> tuple[str, str]:
    return f"Follow {name_of(follow.scope, follow.key)} by email?", "Yes, follow"


FOLLOW = Confirmation(
    key="follow",
    rows=lambda: Follow.objects.select_related("reader"),
    describe=describe_follow,
    confirm=confirm_follow,
    after=lambda follow: (
        "You follow it now. Every email has a link to change how often you get it, or to stop.",
        "Everything you follow",
        follow.reader.secret_path(),
    ),
)

from django.urls import reverse

from content import structured_data
from content.models import Entry
from content.views.listings import Listing, ListingView
from following.models import Newsletter


class NewsletterListing(ListingView):
    """The archive of newsletters."""

    def get_listing(self) -> Listing:
        return Listing(
            title="Newsletters",
            url=reverse("following:newsletter-list"),
            follow="newsletter",
            introduction="What we have sent to those who follow us, newest first.",
            entries=Entry.objects.published().filter(kind="newsletter"),
            empty="No newsletter has been sent yet.",
        )


def newsletter_context(newsletter: Newsletter, *, is_preview: bool = False) -> dict:
    breadcrumbs = [("Newsletters", reverse("following:newsletter-list"))]
    return {
        "entry": newsletter,
        "breadcrumbs": breadcrumbs,
        "structured_data": [
            structured_data.breadcrumbs(
                [*breadcrumbs, (newsletter.heading, newsletter.get_absolute_url())]
            )
        ],
    }

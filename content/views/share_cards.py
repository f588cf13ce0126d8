"""Sends share cards."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from content.media.share_cards import find_card
from content.models import Entry
from content.share_cards import ShareCard
from content.views.media import FOREVER, lasting_of, send_file


@require_safe
def share_card(request: HttpRequest, entry_id: int, digest: str) -> HttpResponse:
    """The card of a published entry. An entry has one, and each is drawn once.

    From other addresses, such as those that other sites kept, this redirects to it.
    """
    entries = Entry.objects.published().as_cards().select_related("card_image")
    entry = get_object_or_404(entries, pk=entry_id)
    card = entry.share_card
    if entry.card_image:
        return redirect(entry.card_image.url)
    if not isinstance(card, ShareCard):
        raise Http404("This entry has no card.")
    if digest != card.digest:
        return redirect(card.url)
    path = find_card(card)
    response = send_file(request, path, name="card.jpg", etag=f'"{card.digest}"', is_public=True)
    response["Cache-Control"] = lasting_of(response, FOREVER)
    return response

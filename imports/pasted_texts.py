"""What the editor asks about what is pasted into a text."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from content.views.editor import SIGNED_OUT, is_staff, refuse
from imports.exceptions import UnreadableFile
from imports.pasting.addresses import clean_address
from imports.pasting.conversion import convert_pasted

LONGEST = 2_000_000
TOO_LONG = "This is too long to keep its formatting. Paste it in parts."
HIGHEST_NOTE = 100_000


@never_cache
@require_POST
def paste(request: HttpRequest) -> JsonResponse:
    """Return Markdown for the HTML in `html`, or the address in `address` without its tracking.

    Footnotes are numbered from `first_note`.
    """
    if not is_staff(request):
        return refuse(SIGNED_OUT, status=403)
    if address := request.POST.get("address", "").strip():
        return JsonResponse({"address": clean_address(address)})
    html = request.POST.get("html", "")
    if len(html) > LONGEST:
        return refuse(TOO_LONG, status=400)
    try:
        pasted = convert_pasted(html, first_note=read_number(request.POST.get("first_note", "")))
    except UnreadableFile:
        return refuse(TOO_LONG, status=400)
    return JsonResponse(
        {
            "markdown": pasted.markdown,
            "pictures_left_out": pasted.pictures_left_out,
            "is_block": pasted.is_block,
        }
    )


def read_number(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) < 7
    return min(max(int(text), 1), HIGHEST_NOTE) if is_number else 1

from itertools import chain

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from content.exceptions import ImageRefused
from content.media.images import add_image
from content.media.upload_form import ImageUploadForm


@require_POST
def image_upload(request: HttpRequest) -> JsonResponse:
    """Take a picture from the editor, which inserts the `markdown` of the answer.

    Answers {"error": sentence} with status 400 where the picture is refused, and 403 where the
    user may not add any.
    """
    if not request.user.is_staff or not request.user.has_perm("content.add_image"):
        return refusal("You cannot add pictures: sign in again, or ask an editor.", status=403)
    form = ImageUploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return refusal(" ".join(chain(*form.errors.values())), status=400)
    fields = form.cleaned_data
    file = fields.pop("file")
    try:
        image = add_image(file=file, name=file.name, by=request.user, **fields)
    except ImageRefused as error:
        return refusal(str(error), status=400)
    return JsonResponse(
        {
            "id": image.pk,
            "url": image.url,
            "alt": image.alt,
            "decorative": image.decorative,
            "width": image.width,
            "height": image.height,
            "markdown": image.markdown,
        },
        status=201,
    )


def refusal(sentence: str, *, status: int) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)

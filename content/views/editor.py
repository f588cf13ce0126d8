"""Views for the editor in the admin: django-markdownx's two, and a few of our own."""

from dataclasses import asdict
from itertools import chain

from django.contrib.auth.mixins import UserPassesTestMixin
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET
from markdownx.views import ImageUploadView, MarkdownifyView
from taggit.models import Tag

from content.editing.link_targets import find_link_targets
from content.exceptions import FileNotStored, FileRefused
from content.markdown import write_image
from content.media.forms import EditorImageForm
from content.media.images import add_image
from content.models import Image
from content.phrases import join_list

SIGNED_OUT = (
    "You’re signed out. Sign in again in another tab, then continue here. Your text is safe."
)
NO_IMAGES = "You can’t add images. Sign in again, or ask an editor."
MAXIMUM_SUGGESTIONS = 15
MAXIMUM_IMAGES = 24
MAXIMUM_SUGGESTED_WORDS = 5
LONGEST_TITLE = 300
# The preview runs no script and loads nothing from elsewhere, and only the admin may frame it.
PREVIEW_POLICY = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
}


def is_staff(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.is_staff


def refuse(sentence: str, *, status: int) -> JsonResponse:
    """Return the error as JSON, because a script can’t use the login page."""
    return JsonResponse({"error": sentence}, status=status)


@method_decorator(never_cache, name="dispatch")
class EditorPreviewView(UserPassesTestMixin, MarkdownifyView):
    """Return the HTML that the site will show for the Markdown in `content`."""

    http_method_names = ["post"]

    def test_func(self) -> bool:
        return is_staff(self.request)

    def handle_no_permission(self) -> JsonResponse:
        return refuse(SIGNED_OUT, status=403)

    def post(self, request: HttpRequest) -> HttpResponse:
        if "content" not in request.POST:
            return refuse("There is no text to preview.", status=400)
        return super().post(request)


class EditorImageView(UserPassesTestMixin, ImageUploadView):
    """Add an image, and return as `image_code` the Markdown that shows it."""

    http_method_names = ["post"]
    form_class = EditorImageForm

    def test_func(self) -> bool:
        return is_staff(self.request) and self.request.user.has_perm("content.add_image")

    def handle_no_permission(self) -> JsonResponse:
        return refuse(NO_IMAGES, status=403)

    def form_valid(self, form: EditorImageForm) -> JsonResponse:
        fields = dict(form.cleaned_data)
        file, caption = fields.pop("image"), fields.pop("caption")
        try:
            image = add_image(file=file, name=file.name, by=self.request.user, **fields)
        except FileNotStored as error:
            return refuse(str(error), status=503)
        except FileRefused as error:
            return refuse(str(error), status=400)
        code = write_image(image.url, alt=fields["alt"], caption=caption)
        answer = {"image_code": code}
        if kept := list_unchanged_fields(image, fields):
            answer["note"] = f"It was already here, and keeps its {join_list(kept)}."
            answer["change_url"] = reverse("admin:content_image_change", args=[image.pk])
        return JsonResponse(answer, status=201)

    def form_invalid(self, form: EditorImageForm) -> JsonResponse:
        return refuse(" ".join(chain(*form.errors.values())), status=400)


def list_unchanged_fields(image: Image, fields: dict) -> list[str]:
    """Return what an image that was here already keeps, although something else was typed."""
    names = {"alt": "alternative text", "credit": "credit", "license": "license"}
    return [
        f"{label} “{getattr(image, name).removesuffix('.')}”"
        for name, label in names.items()
        if fields[name].strip() not in ("", getattr(image, name))
    ]


@never_cache
@require_GET
def check_session(request: HttpRequest) -> JsonResponse:
    """Tell a form whether saving will work, and the CSRF token, which a new sign-in changes."""
    if not is_staff(request):
        return JsonResponse({"error": SIGNED_OUT})
    return JsonResponse({"token": get_token(request)})


# Never cached: a 304 response would carry the policy of ordinary pages.
@never_cache
@require_GET
@xframe_options_sameorigin
@csp_override(PREVIEW_POLICY)
def preview_frame(request: HttpRequest) -> HttpResponse:
    """An empty page in the site's own styles, where the editor puts the rendered text."""
    return render(request, "admin/preview_frame.html")


@never_cache
@require_GET
def suggest_tags(request: HttpRequest) -> JsonResponse:
    """Return the tags that begin with the search term, then those that contain it."""
    if not is_staff(request):
        return refuse(SIGNED_OUT, status=403)
    # PostgreSQL rejects null characters.
    term = request.GET.get("term", "").replace("\0", "").strip()
    tags = Tag.objects.order_by(Lower("name"))
    names = list(
        tags.filter(name__istartswith=term).values_list("name", flat=True)[:MAXIMUM_SUGGESTIONS]
    )
    if term:
        others = tags.filter(name__icontains=term).exclude(name__istartswith=term)
        names += others.values_list("name", flat=True)[: MAXIMUM_SUGGESTIONS - len(names)]
    results = [{"id": name, "text": name} for name in names]
    return JsonResponse({"results": results, "pagination": {"more": False}})


@never_cache
@require_GET
def suggest_links(request: HttpRequest) -> JsonResponse:
    """Return what a writer can link to, by the words in its title."""
    if not is_staff(request):
        return refuse(SIGNED_OUT, status=403)
    words = request.GET.get("q", "").replace("\0", "")[:LONGEST_TITLE]
    targets = find_link_targets(words, user=request.user)
    return JsonResponse({"targets": [asdict(each) for each in targets]})


@never_cache
@require_GET
def suggest_images(request: HttpRequest) -> JsonResponse:
    """Return images with all these words, newest first, and what the user last credited."""
    if not (is_staff(request) and request.user.has_perm("content.add_image")):
        return refuse(NO_IMAGES, status=403)
    images = Image.objects.all()
    for word in request.GET.get("q", "").replace("\0", "")[:LONGEST_TITLE].split():
        images = images.filter(
            Q(alt__icontains=word) | Q(original_name__icontains=word) | Q(credit__icontains=word)
        )
    mine = Image.objects.filter(uploaded_by=request.user)
    return JsonResponse(
        {
            "images": [
                {
                    "thumbnail": image.thumbnail_url,
                    "words": str(image),
                    "image_code": write_image(image.url, alt=image.alt),
                }
                for image in images[:MAXIMUM_IMAGES]
            ],
            "credits": last_used(mine, "credit"),
            "licenses": last_used(mine, "license"),
        }
    )


def last_used(images: QuerySet[Image], name: str) -> list[str]:
    values = images.exclude(**{name: ""}).values_list(name, flat=True)
    return list(dict.fromkeys(values[:MAXIMUM_IMAGES]))[:MAXIMUM_SUGGESTED_WORDS]

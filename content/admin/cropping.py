"""The page that stores a part of an image as an image of its own."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from content.exceptions import FileRefused
from content.forms.cropping import START, CroppingForm
from content.media.images import crop_image
from content.models import Image, User


class Cropping(admin.ModelAdmin):
    """Those who may see an image and add one may crop it: the image and its uses stay the same.

    Opened from a form in a window of its own, the page chooses the new image there.
    """

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.crop_view)
        return [path("<int:pk>/crop/", view, name="content_image_crop"), *super().get_urls()]

    @admin.display(description="A part of it")
    def cropping(self, image: Image) -> SafeString:
        address = reverse("admin:content_image_crop", args=[image.pk])
        return format_html('<a href="{}">Crop the picture</a> into a new one', address)

    def crop_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        image = self.get_object(request, str(pk))
        if image is None:
            raise Http404("There is no such image.")
        if not (self.has_view_permission(request, image) and self.has_add_permission(request)):
            raise PermissionDenied
        is_sent = request.method == "POST"
        form = CroppingForm(request.POST) if is_sent else CroppingForm(initial=START)
        if form.is_valid():
            try:
                crop = crop_image(image=image, box=form.box, by=cast(User, request.user))
            except FileRefused as error:
                form.add_error(None, str(error))
            else:
                return self.respond(request, crop)
        return TemplateResponse(
            request, "admin/crop_image.html", self.describe_crop(request, image, form)
        )

    def respond(self, request: HttpRequest, crop: Image) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return self.response_add(request, crop)
        self.message_user(
            request,
            "The crop has been saved as a new image. Choose it wherever it should be shown.",
            messages.SUCCESS,
        )
        return HttpResponseRedirect(reverse("admin:content_image_change", args=[crop.pk]))

    def describe_crop(self, request: HttpRequest, image: Image, form: CroppingForm) -> dict:
        asked: Any = request.POST if request.method == "POST" else request.GET
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Crop the picture",
            "image": image,
            "crop_form": form,
            "is_popup": IS_POPUP_VAR in asked,
            "popup_fields": {
                name: asked[name] for name in (IS_POPUP_VAR, TO_FIELD_VAR) if name in asked
            },
        }

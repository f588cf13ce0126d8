from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from content.admin.columns import minute_column
from content.admin.cropping import Cropping
from content.admin.deletion import link_to
from content.admin.file_uses import FileUses
from content.admin.lookups import ListedLookups
from content.editing.forms.widgets import Module
from content.editing.permissions import may_describe
from content.editing.replacing_files import replace_document, replace_image
from content.exceptions import DocumentInUse, ImageInUse
from content.media.documents import delete_document
from content.media.forms import DocumentForm, ImageForm, NewDocumentForm, NewImageForm
from content.media.images import delete_image, describe_image, find_uses, focus_image
from content.media.uses import entries_with_documents, entries_with_images, other_uses_of_images
from content.models import Document, Entry, Image


class MediaAdmin(FileUses, ListedLookups, admin.ModelAdmin):
    """Files are added and deleted through services; forms never write rows themselves."""

    # No bulk actions: each deletion first checks whether any text uses the file.
    actions = None
    new_form: type
    about_file = ["replacing", "used_in"]
    in_use: type[Exception]

    def has_change_permission(self, request, obj=None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_describe(request.user, obj))

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = self.new_form
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            form.user = request.user
            form.may_change = staticmethod(partial(self.has_change_permission, request))
        elif request.method == "GET":
            form.offered = request.GET.dict()
        return form

    def response_change(self, request, obj) -> HttpResponse:
        # Saving a file that turned out to be here already chooses it, as adding it would have.
        if IS_POPUP_VAR in request.POST and "choose" in request.GET:
            return self.response_add(request, obj)
        return super().response_change(request, obj)

    def get_fields(self, request, obj=None) -> list[str]:
        if obj is None:
            return ["file", *self.new_form._meta.fields]
        return ["shown", *self.form._meta.fields, *self.about_file]

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        return ["shown", *self.about_file] if obj else []

    def get_word_fields(self) -> list[str]:
        return self.new_form._meta.fields

    def get_deleted_objects(self, objs, request) -> tuple:
        deletable, counts, lacking, protected = super().get_deleted_objects(objs, request)
        uses = [link for each in objs for link in self.link_to_uses(each)]
        return deletable, counts, lacking, list(dict.fromkeys([*uses, *protected]))

    def link_to_uses(self, file) -> list[str]:
        """Return links to what shows or links to a file."""
        raise NotImplementedError

    def delete_view(self, request, object_id, extra_context=None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except self.in_use as error:
            self.message_user(request, str(error), messages.ERROR)
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(name, args=[object_id]))


@admin.register(Image)
class ImageAdmin(Cropping, MediaAdmin):
    form = ImageForm
    new_form = NewImageForm
    about_file = ["cropping", *MediaAdmin.about_file]
    in_use = ImageInUse
    list_display = ["words", "thumbnail", "size", "use_count"]
    find_entries = staticmethod(entries_with_images)
    find_other_uses = staticmethod(other_uses_of_images)
    replace = staticmethod(replace_image)
    accepted = "image/*"
    list_filter = ["decorative"]
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 48
    search_fields = ["alt", "original_name", "credit"]
    search_help_text = "Alt text, file name, or credit"

    class Media:
        js = [Module("focus.js")]

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.thumbnail_view)
        name = "content_image_thumbnail"
        return [path("<int:pk>/thumbnail/", view, name=name), *super().get_urls()]

    def thumbnail_view(self, request, pk: int) -> HttpResponse:
        """Redirect to a small rendition: an entry's form knows only the chosen image's number."""
        image = self.get_object(request, pk)
        if not self.has_view_permission(request, image):
            raise PermissionDenied
        return HttpResponseRedirect(image.thumbnail_url) if image else HttpResponse(status=404)

    @admin.display(description="Image")
    def thumbnail(self, image: Image) -> str:
        return format_html(
            '<img src="{}" alt="" width="{}" height="{}" loading="lazy">',
            image.thumbnail_url,
            image.width,
            image.height,
        )

    @admin.display(description="Alt text", ordering="alt")
    def words(self, image: Image) -> str:
        if image.lacks_alt:
            return format_html('<span class="lacking">{} has none</span>', image.original_name)
        return image.alt or f"{image.original_name} (decorative)"

    @admin.display(description="Size")
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height}"

    @admin.display(description="Image")
    def shown(self, image: Image) -> str:
        return format_html(
            '<a href="{}"><img class="shown" src="{}" alt="{}" width="{}" height="{}"></a>',
            image.url,
            image.thumbnail_url,
            image.alt or "The uploaded image",
            image.width,
            image.height,
        )

    def save_model(self, request, obj, form, change) -> None:
        if change:
            words = {name: form.cleaned_data[name] for name in self.get_word_fields()}
            focus = {name: form.cleaned_data[name] for name in ("focus_x", "focus_y")}
            describe_image(image=obj, **words)
            focus_image(image=obj, **focus)

    def link_to_uses(self, file: Image) -> list[str]:
        return [link_to(user, capfirst(words)) for words, user in find_uses(file)]

    def delete_model(self, request, obj) -> None:
        delete_image(image=obj)


@admin.register(Document)
class DocumentAdmin(MediaAdmin):
    form = DocumentForm
    new_form = NewDocumentForm
    in_use = DocumentInUse
    list_display = [
        "title",
        "original_name",
        "size_label",
        minute_column("uploaded_at", "Uploaded"),
        "use_count",
    ]
    find_entries = staticmethod(entries_with_documents)
    find_other_uses = staticmethod(lambda pks: {pk: [] for pk in pks})
    replace = staticmethod(replace_document)
    accepted = ""
    search_fields = ["title", "original_name"]
    search_help_text = "Title or file name"

    @admin.display(description="Size", ordering="size")
    def size_label(self, document: Document) -> str:
        return filesizeformat(document.size)

    @admin.display(description="File")
    def shown(self, document: Document) -> str:
        return format_html('<a href="{}">{}</a>', document.file.url, document.original_name)

    def save_model(self, request, obj, form, change) -> None:
        if change:
            super().save_model(request, obj, form, change)

    def link_to_uses(self, file: Document) -> list[str]:
        using = Entry.objects.filter(pk__in=self.find_entries([file.pk])[file.pk])
        return [link_to(entry) for entry in using.as_links().order_by("pk")]

    def delete_model(self, request, obj) -> None:
        delete_document(document=obj)

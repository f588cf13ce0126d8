from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from content.editing.forms import EntryForm
from content.editing.permissions import visible_to
from content.phrases import join_list
from wiki.forms.publication_files import FilesField
from wiki.models import Article
from wiki.models.publications import PUBLICATION_FORMATS


class ArticleForm(EntryForm):
    class Meta(EntryForm.Meta):
        widgets = {
            **EntryForm.Meta.widgets,
            "review_by": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            self.limit_parents()

    def limit_parents(self) -> None:
        """Offer articles that this user may read, and the parent that is already chosen."""
        choosable = Q(pk__in=visible_to(self.user).values("pk")) | Q(pk=self.instance.parent_id)
        self.fields["parent"].queryset = Article.objects.filter(choosable)


class LibraryEntryForm(EntryForm):
    """The form of a publication or a resource, whose format is required."""

    formats: list

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "format" in self.fields:
            field = self.fields["format"]
            field.required = True
            field.help_text = "How the library lists it."
            choices = [(choice.value, choice.label) for choice in self.formats]
            field.choices = [("", "Choose"), *choices]


class PublicationForm(LibraryEntryForm):
    formats = PUBLICATION_FORMATS

    new_files = FilesField(
        label="Add files",
        required=False,
        help_text="One or several. Each is listed under its file name, which you can change on the "
        "page of the files.",
    )

    def clean_new_files(self) -> list[UploadedFile]:
        files = self.cleaned_data["new_files"]
        self.set_by_services["new_files"] = len(files)
        return files

    def full_clean(self) -> None:
        super().full_clean()
        chosen = self.files.getlist("new_files") if self.is_bound else []
        if self.errors and chosen:
            # Browsers don't send files twice.
            names = join_list([f"“{file.name}”" for file in chosen])
            self.add_error("new_files", f"Nothing is saved yet. Choose these again: {names}.")

from content.forms import EntryForm
from content.models import Kind
from wiki.models.publications import PUBLICATION_KINDS
from wiki.models.resources import RESOURCE_KINDS


class ArticleForm(EntryForm):
    kind = Kind.ARTICLE


class LibraryEntryForm(EntryForm):
    """What publications and resources have in common: the library must know what they are."""

    library_kinds: list

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "library_kind" in self.fields:
            field = self.fields["library_kind"]
            field.required = True
            kinds = [(kind.value, kind.label) for kind in self.library_kinds]
            field.choices = [("", "Choose"), *kinds]


class ResourceForm(LibraryEntryForm):
    kind = Kind.RESOURCE
    library_kinds = RESOURCE_KINDS


class PublicationForm(LibraryEntryForm):
    kind = Kind.PUBLICATION
    library_kinds = PUBLICATION_KINDS

"""Puts the resources and publications of the demo into the library."""

from cworks.demo.texts import FOLDER, Text
from wiki.models import Publication, PublicationFile, Resource
from wiki.services.publication_files import add_file, add_version

PDFS = FOLDER / "publications" / "pdf"


def load_resources(loader) -> None:
    for text in loader.texts.resources:
        loader.load_entry(
            Resource,
            text,
            url=text.facts["url"],
            made_by=text.facts.get("made_by", ""),
            archived_url=text.facts.get("archived_url", ""),
        )


def load_publications(loader) -> None:
    for text in loader.texts.publications:
        publication, created = loader.load_entry(
            Publication,
            text,
            **{key: text.facts.get(key, "") for key in ("publisher", "isbn", "doi")},
        )
        if created:
            load_files(loader, publication, text)


def load_files(loader, publication: Publication, text: Text) -> None:
    published_at = publication.modified_at
    for facts in text.facts.get("files", ()):
        file: PublicationFile | None = None
        for version in facts["versions"]:
            with (PDFS / version["pdf"]).open("rb") as pdf:
                upload = {"name": version["pdf"], "note": version["note"], "by": loader.editor}
                if file is None:
                    file = add_file(
                        publication=publication, title=facts["title"], file=pdf, **upload
                    )
                else:
                    add_version(file=file, upload=pdf, **upload)
            added_at = loader.morning(version["days_ago"])
            file.versions.filter(number=file.versions.count()).update(created_at=added_at)
        PublicationFile.objects.filter(pk=file.pk).update(slug=facts["slug"])
    publication.refresh_from_db(fields=["modified_at"])
    loader.backdate(publication, published_at)

"""What the columns of a list of resources are called."""

from imports.spreadsheets import ColumnNames

# Each column’s label; other headings that people write are below.
LABELS = {
    "title": "Title",
    "url": "Address",
    "format": "Format",
    "made_by": "Made by",
    "year": "Year",
    "summary": "Summary",
    "body": "Annotation",
    "topics": "Topics",
    "tags": "Tags",
    "places": "Places",
    "sector": "Sector",
    "archived_url": "Archived copy",
}
# Only used where there is no address.
MORE_LABELS = {"doi": "DOI", "files": "Attached files"}
ALIASES = {
    "title": "name, resource, resource title, heading, resource name, title of resource",
    "url": "url, link, web address, website address, uri, web link, resource link, resource url, "
    "hyperlink, website, links",
    "format": "kind, type, library kind, resource type, item type, resource kind, document type, "
    "media type, content type",
    "made_by": "author, authors, presenter, presenters, speaker, speakers, organization, "
    "organizations, publisher, publishers, creator, creators, by, source, author name, "
    "organisation, organisations",  # words-ok: what people call a column
    "year": "publication year, year published, date published, published, publication date, "
    "date of publication, pub date, pub year, copyright, copyright date, date",
    "summary": "description, abstract, short description, abstract note",
    "body": "notes, note, body, comment, comments, annotations, text, our note, our notes",
    "topics": "topic, category, categories, subject, subjects, issue, issues",
    "tags": "tag, keyword, keywords, manual tags, labels",
    "places": "place, state, states, location, locations",
    "sector": "sectors, level, education level",
    "archived_url": "archived, archived url, archive, archive url, archived address, "
    "archived link, archive link",
    "doi": "digital object identifier",
    "files": "file attachments, link attachments, attachments, attachment, files, file",
}
# Several columns with these names are joined into one.
JOINABLE = {"made_by": ", ", "topics": "; ", "tags": "; ", "places": "; ", "files": "; "}
# In Zotero’s files, these are about the journal, the publisher’s city, or Zotero itself.
ZOTERO = frozenset({"place", "issue", "date", "archive", "archive location", "type", "notes"})
RESOURCES = ColumnNames(
    {**LABELS, **MORE_LABELS}, ALIASES, JOINABLE, misleading={"item type": ZOTERO}
)

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
ALIASES = {
    "title": "name, resource, resource title, heading",
    "url": "url, link, web address, website address, uri, web link, resource link",
    "format": "kind, type, library kind, resource type",
    "made_by": "author, authors, presenter, presenters, speaker, speakers, organization, "
    "organizations, publisher, publishers, creator, creators, by, "
    "organisation, organisations",  # words-ok: what people call a column
    "year": "date, published, publication date, publication year, year published, date published",
    "summary": "description, abstract, short description",
    "body": "notes, note, body, comment, comments, annotations, text, our note, our notes",
    "topics": "topic, category, categories, subject, subjects, issue, issues",
    "tags": "tag, keyword, keywords",
    "places": "place, state, states, location, locations",
    "sector": "sectors",
    "archived_url": "archived, archived url, archive, archive url, archived address, "
    "archived link, archive link",
}
# Several columns with these names are joined into one.
JOINABLE = {"made_by": ", ", "topics": "; ", "tags": "; ", "places": "; "}
RESOURCES = ColumnNames(LABELS, ALIASES, JOINABLE)

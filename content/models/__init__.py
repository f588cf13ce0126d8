from content.models.attempts import CountedAttempt
from content.models.bulk_changes import BulkChange
from content.models.contributions import Contribution
from content.models.copies import SavedCopy
from content.models.entries import Entry, entry_model
from content.models.links import FormerTitle, Link, WebAddress
from content.models.media import Document, Image
from content.models.pages import FrontPage, Page
from content.models.people import Person
from content.models.redirects import Redirect
from content.models.revisions import DeletedEntry, DeletedRows, Revision
from content.models.searching import PinnedEntry, SearchClick, SearchCount, Synonyms
from content.models.taxonomy import EntryTag, Place, Topic
from content.models.users import User
from content.models.vocabulary import Format, Role, Sector, Status

__all__ = [
    "BulkChange",
    "Contribution",
    "CountedAttempt",
    "DeletedEntry",
    "DeletedRows",
    "Document",
    "Entry",
    "EntryTag",
    "Format",
    "FormerTitle",
    "FrontPage",
    "Image",
    "Link",
    "Page",
    "Person",
    "PinnedEntry",
    "Place",
    "Redirect",
    "Revision",
    "Role",
    "SavedCopy",
    "SearchClick",
    "SearchCount",
    "Sector",
    "Status",
    "Synonyms",
    "Topic",
    "User",
    "WebAddress",
    "entry_model",
]

from content.models.activity import Activity
from content.models.attempts import CountedAttempt
from content.models.bulk_changes import BulkChange
from content.models.contributions import Contribution
from content.models.copies import SavedCopy
from content.models.counts import PathViewCount, ReferrerCount, ViewCount, ViewDay, ViewMonth
from content.models.emails import Email, EmailText
from content.models.entries import Entry, entry_model
from content.models.links import FormerTitle, Link, WebAddress
from content.models.machine_reports import MachineReport
from content.models.media import Document, Image
from content.models.pages import Page
from content.models.pending import PendingVersion
from content.models.people import Person
from content.models.queued_emails import QueuedEmail
from content.models.readers import Reader, ReaderEmail
from content.models.redirects import Redirect
from content.models.reviews import Assignment, OpenForm, ReviewNote
from content.models.revisions import DeletedEntry, DeletedRows, Revision
from content.models.searching import (
    PinnedEntry,
    SearchClick,
    SearchCount,
    SearchDay,
    Synonyms,
)
from content.models.site_settings import SiteChange, SiteSettings
from content.models.taxonomy import EntryTag, Place, Topic
from content.models.users import User
from content.models.vocabulary import Format, Role, Sector, Status

__all__ = [
    "Activity",
    "Assignment",
    "BulkChange",
    "Contribution",
    "CountedAttempt",
    "DeletedEntry",
    "DeletedRows",
    "Document",
    "Email",
    "EmailText",
    "Entry",
    "EntryTag",
    "Format",
    "FormerTitle",
    "Image",
    "Link",
    "MachineReport",
    "OpenForm",
    "Page",
    "PathViewCount",
    "PendingVersion",
    "Person",
    "PinnedEntry",
    "Place",
    "QueuedEmail",
    "Reader",
    "ReaderEmail",
    "Redirect",
    "ReferrerCount",
    "ReviewNote",
    "Revision",
    "Role",
    "SavedCopy",
    "SearchClick",
    "SearchCount",
    "SearchDay",
    "Sector",
    "SiteChange",
    "SiteSettings",
    "Status",
    "Synonyms",
    "Topic",
    "User",
    "ViewCount",
    "ViewDay",
    "ViewMonth",
    "WebAddress",
    "entry_model",
]

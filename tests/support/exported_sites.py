"""A site with something in every table that an export has, and what is compared after an import."""

import re
from datetime import UTC, date, datetime
from io import BytesIO

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.test import Client, TransactionTestCase
from taggit.models import Tag

from blog.models import CommentBan, Post, SpamWord
from content.editing.previews import make_preview_link
from content.editing.saving import delete_entry, save_entry
from content.media.documents import add_document
from content.media.images import add_image
from content.media.renditions import make_renditions
from content.models import (
    Assignment,
    EmailText,
    Entry,
    PathViewCount,
    PendingVersion,
    Person,
    PinnedEntry,
    Redirect,
    ReferrerCount,
    ReviewNote,
    SearchClick,
    SearchCount,
    SearchDay,
    SiteSettings,
    Synonyms,
    User,
    ViewCount,
)
from content.readers import find_reader
from content.rendering import save_site_settings
from events.models import Delivery, Event, Message, Question, Registration
from events.services.recordings import save_recording
from following.models import Digest, Mailing
from imports.keeping_reports import keep_report, start_run
from imports.models import ColumnMatch, ImportedConsent, Proposal, SourceRecord
from imports.reports import ImportReport, Outcome
from imports.site.tables import reason_left_out
from submissions.models import ReplyTemplate
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    FollowFactory,
    PostFactory,
    ProblemReportFactory,
    QuestionFactory,
    RegistrationFactory,
    SeriesFactory,
    SubmissionFactory,
    SuggestionFactory,
    UserFactory,
)
from tests.support.pdfs import pdf
from tests.support.pictures import picture
from tests.support.public_pages import public_pages
from tests.support.public_site import publish_site
from tests.support.transcripts import vtt
from wiki.models import Article, NoCompanions, Publication
from wiki.services.downloads import count_download
from wiki.services.pdf_texts import read_text
from wiki.services.publication_files import add_file, add_version

# Different for each request.
VARYING = re.compile(r'name="(?:csrfmiddlewaretoken|opened)" value="[^"]+"')
FAR = datetime(2050, 1, 1, tzinfo=UTC)
HOSTILE_TITLE = "../../<b>CON</b>: 'x' \"y\" — {{ 7 }} # 🎓"


def fill_site() -> None:
    """Put something into every table."""
    publish_site()
    editor = UserFactory(name="Ana Ruiz", email="ana@example.org", is_superuser=True)
    editor.person = Person.objects.get(slug="the-person")
    editor.save()
    editor.groups.add(Group.objects.get(name="Editors"))
    editor.user_permissions.add(Permission.objects.first())
    add_files(editor)
    write_texts(editor)
    run_an_event()
    hear_from_readers(editor)
    write_to_followers()
    Redirect.objects.create(old_path="/old/", new_path="/new/")
    Synonyms.objects.create(text="CBE\ncompetency-based")
    post = Entry.objects.get(slug="the-post")
    PinnedEntry.objects.create(words="cbe", entry=post)
    search = SearchCount.objects.create(words="cbe", searches=3, found=1, clicks=1)
    SearchDay.objects.create(search=search, day=date(2026, 1, 5), count=3)
    SearchClick.objects.create(search=search, entry=post, clicks=1)
    Redirect.objects.create(old_path="/old-post/", entry=Entry.objects.get(slug="the-post"))
    first, second = Entry.objects.order_by("pk")[:2]
    NoCompanions.objects.create(first=first, second=second)
    SourceRecord.objects.record(source="wordpress", key="a", entry=first, data={"digest": "b"})
    move_in(first)
    ReviewNote.objects.create(entry=post, by=editor, text="Shorter?", passage="Some words")
    PendingVersion.objects.create(entry=post, data={"title": "Kept"}, base=1, by=editor)
    Assignment.objects.create(entry=post, assignee=editor, due_on=date(2026, 1, 5))
    Tag.objects.create(name="Unused", slug="unused")


def move_in(entry: Entry) -> None:
    """Leave what imports leave behind."""
    report = ImportReport()
    report.count("Posts", Outcome.NEW)
    report.remark("No topic", "“A post”", entry=entry.pk)
    keep_report(report, start_run(importer="WordPress", files=["a.xml"]))
    Proposal.objects.create(kind="place", entry=entry, key="ohio", sentence="In Ohio.")
    ColumnMatch.objects.create(kind="resources", heading="who", field="made_by")
    registration = Registration.objects.first()
    ImportedConsent.objects.create(registration=registration, source="A form of 2019")


def add_files(editor: User) -> None:
    image = add_image(file=picture(size=(900, 600)), name="A class.png", alt="A class", by=editor)
    make_renditions(image_id=image.pk)
    image.refresh_from_db()
    document = add_document(file=BytesIO(pdf("Some words")), name="a.pdf", title="A", by=editor)
    publication = Publication.objects.get(slug="the-publication")
    file = add_file(
        publication=publication, file=BytesIO(pdf("A page", "Another")), name="report.pdf",
        title="Full report", by=editor,
    )  # fmt: skip
    add_version(file=file, upload=BytesIO(pdf("A new page")), name="b.pdf", note="New", by=editor)
    for version in file.versions.all():
        read_text(version_id=version.pk)
    count_download(file=file)
    Person.objects.filter(slug="the-person").update(portrait=image)
    post = Post.objects.get(slug="the-post")
    post.lead_image, post.card_image, post.is_sticky = image, image, True
    post.body += f"\n![A class]({image.url})\n\n[A paper]({document.file.url})\n"
    save_entry(entry=post, by=editor, reason="With a picture")
    post.also_in.add(SeriesFactory(title="Another series", slug="another-series"))
    save_site_settings(
        site=SiteSettings(mission="We *write* about [[the parent]].", parent_logo=image)
    )


def write_texts(editor: User) -> None:
    article = Article.objects.get(slug="below")
    article.title, article.slug = "A new title", "a-new-title"
    save_entry(entry=article, by=editor, reason="Renamed")
    hostile = PostFactory(title=HOSTILE_TITLE, slug="con", body="---\nnot: yaml\n---\n\n\nText\n")
    make_preview_link(entry=PostFactory(draft=True, title="", slug="é" * 60))
    ArticleFactory(title="Gone", body="[[The parent]]", slug="gone")
    delete_entry(entry=Article.objects.get(slug="gone"), by=editor)
    hostile.companions.add(article)
    ViewCount.objects.create(entry=article, day=date(2026, 1, 5), count=3)
    PathViewCount.objects.create(path="/blog/", day=date(2026, 1, 5), count=3)
    ReferrerCount.objects.create(host="example.org", day=date(2026, 1, 5), count=3)


def run_an_event() -> None:
    event = Event.objects.get(slug="the-event")
    question = QuestionFactory(
        event=event, kind=Question.AnswerType.CHOICE, choices="One\nTwo", label="Which?"
    )
    registration = RegistrationFactory(
        event=event, email="reader@example.org", name="Rea Der", answers={question.key: "One"}
    )
    find_reader("reader@example.org")
    message = Message.objects.create(event=event, subject="Hello", body="Hello {name}")
    Delivery.objects.create(registration=registration, kind="message", message=message)
    EmailText.objects.create(
        purpose="event-reminder", entry=event, subject="{soon}: {event}", text="See *you*, {name}!"
    )
    recorded = Event.objects.get(slug="recorded")
    save_recording(
        event=recorded, video_url=recorded.recording.video_url, slides=None, by=None,
        transcript=vtt("00:00:01.000 --> 00:00:04.000\n<v Ana>Hello, everyone."),
    )  # fmt: skip


def write_to_followers() -> None:
    """Send an email to one follower."""
    follow = FollowFactory(frequency="immediately", source="a.csv")
    post = Post.objects.get(slug="the-post")
    mailing = Mailing.objects.create(
        frequency="immediately", key=post.guid, ends_at=post.published_at
    )
    Digest.objects.create(mailing=mailing, reader=follow.reader)


def hear_from_readers(editor: User) -> None:
    post = Post.objects.get(slug="the-post")
    CommentFactory(
        post=post, email="commenter@example.org", sender="hash", status="pending",
        text="With *marks* & more",
    )  # fmt: skip
    CommentBan.objects.create(email="b@example.org", until=FAR, created_by=editor)
    SpamWord.objects.create(text="casino")
    SuggestionFactory(article=Article.objects.get(slug="the-article"), email="s@example.org")
    submission = SubmissionFactory(entry=post, assignee=editor)
    submission.notes.create(by=editor, text="Ask her.")
    submission.shared_by.create(reader=find_reader("too@example.org"))
    ReplyTemplate.objects.create(title="Thanks", text="Dear {name}")
    ProblemReportFactory(
        entry=Entry.objects.get(slug="the-resource"), email="p@example.org", resolved_by=editor
    )


def empty_database() -> None:
    """Bring it to the state after `migrate` (tests.support.database_reset)."""
    TransactionTestCase._fixture_teardown(None)


# The table, or its column, and why it can't be the same.
DIFFERENT = {
    "content_user.password": "Passwords aren’t exported.",
    "content_webaddress": "The results of link checks are made again; the addresses are compared.",
    "content_link.id": "Links are read from the texts again.",
    "content_link.web_address_id": "It is the number of an address that was added again.",
    "content_contribution.id": "Its number means nothing: position and role say everything.",
    "content_entrytag.id": "It only joins two rows.",
    "content_entry_topics.id": "It only joins two rows.",
    "content_entry_places.id": "It only joins two rows.",
    "content_entry_companions.id": "It only joins two rows.",
    "content_entry_images.id": "It only joins two rows.",
    "content_entry_documents.id": "It only joins two rows.",
    "blog_post_also_in.id": "It only joins two rows.",
}


def all_tables() -> dict[str, list[tuple]]:
    """Return {table: its rows}, without what can't be the same."""
    compared = {}
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        is_remade = model._meta.label_lower in ("content.link", "content.webaddress")
        if model._meta.proxy or (reason_left_out(model) and not is_remade):
            continue
        columns = [
            field.attname
            for field in model._meta.local_concrete_fields
            if f"{table}.{field.column}" not in DIFFERENT
        ]
        if table == "content_webaddress":
            columns = ["url", "host"]
        compared[table] = sorted(model._base_manager.values_list(*columns), key=repr)
    return compared


def all_pages() -> dict[str, tuple[int, str]]:
    """Return {address: (status, content)} of every public page."""
    client = Client()
    pages = {}
    for page in public_pages():
        response = client.get(page.address)
        html = VARYING.sub("", response.getvalue().decode(errors="replace"))
        pages[page.address] = (response.status_code, html)
    return pages

"""Emails to readers about what they sent."""

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from content.mail import EmailContent, Wording, fill_in, find_text
from content.models import EmailText, Reader
from content.paths import absolute
from content.readers.emails import build_for_reader
from submissions.models import Submission

Category = Submission.Category
PUBLISHED = "submission-published"
# The same in all emails of a thread, or some programs would start another. None of it is the
# sender's words: anyone can enter someone else's address.
SUBJECTS = {
    Category.PROBLEM: "Your problem of practice",
    Category.RESOURCE: "The resource that you suggested",
    Category.POST: "The post that you proposed",
}


def subject_of(submission: Submission) -> str:
    return SUBJECTS[Category(submission.kind)]


def thread_of(submission: Submission) -> str:
    return f"submission.{submission.pk}"


def published_content(
    text: EmailText, *, subject: str, name: str, title: str, page: str
) -> EmailContent:
    """Return the email that says that something was published. `page` is its full address."""
    values = {"subject": subject, "name": name or "reader", "title": title}
    words = fill_in(text, values, base_url=page)
    return EmailContent(
        subject=words["subject"], html=words["html"], text=words["text"], button=("Read it", page)
    )


def write_published(submission: Submission, *, title: str, path: str) -> EmailContent:
    return published_content(
        find_text(PUBLISHED),
        subject=subject_of(submission),
        name=submission.name,
        title=title,
        page=absolute(path),
    )


def write_example(text: EmailText, to: str) -> EmailMultiAlternatives:
    content = published_content(
        text,
        subject=SUBJECTS[Category.PROBLEM],
        name="Alex Example",
        title="How do we grade late work?",
        page=absolute(reverse("submissions:problem-list")),
    )
    return build_for_reader(content, Reader(email=to))


WORDINGS = [
    Wording(
        purpose=PUBLISHED,
        title="What a reader sent is published",
        explanation="To readers whose problem of practice is listed, or of whose idea a post or "
        "a resource was made, as soon as others can see it.",
        subject="Re: {subject}",
        text="Dear {name},\n\nThank you for writing to us. “{title}” is now on our site.",
        placeholders={
            "subject": "what the reader sent: “Your problem of practice,” for example. Mail "
            "programs show the email with the earlier ones as long as it stays",
            "name": "the reader’s name",
            "title": "the title of what was published",
        },
        example=write_example,
    ),
]

"""Puts what readers sent into the demo: published problems, and a few that wait for staff."""

from datetime import timedelta

from content.models import Topic
from content.readers import find_reader
from submissions.models import ReplyTemplate, Submission, SubmissionNote

Category, Status = Submission.Category, Submission.Status
PUBLISHED = [
    {
        "title": "How do we grade work that comes in late without grading the lateness?",
        "text": "We separated behavior from achievement two years ago. The reports are honest now, "
        "and the pile in the last week of June is twice as high. Nothing we tried brings the "
        "work in earlier and keeps the grade clean.",
        "topic": "grading-and-reporting",
        "name": "Tamar Oyelaran",
        "role": "High school science teacher",
        "state": "OH",
        "shared_count": 23,
        "days_ago": 9,
    },
    {
        "title": "Who covers the room while two teachers moderate?",
        "text": "Scoring together is the best hour of our week, and the hardest one to find. With "
        "eleven teachers and no substitutes, every moderation is a favor that someone has to "
        "return.",
        "topic": "schedules-and-structures",
        "name": "Joanna Pruitt",
        "role": "Principal of a small school",
        "state": "ME",
        "shared_count": 11,
        "days_ago": 30,
    },
    {
        "title": "What do we tell a college that asks for a class rank?",
        "text": "We no longer have one. Most colleges accept that. Two scholarships in our state "
        "don’t, and the families who need them most are the ones who pay for our principles.",
        "topic": "credentials-and-transfer",
        "name": "Luis Ferrante",
        "role": "School counselor",
        "state": "NM",
        "shared_count": 7,
        "days_ago": 52,
    },
]
WAITING = [
    {
        "kind": Category.PROBLEM,
        "title": "How do we explain a “not yet” to a grandparent?",
        "text": "She read it as a failure, and he stopped bringing his work home.",
        "name": "Mei Castellan",
        "role": "Third grade teacher",
        "state": "WA",
        "may_publish": True,
        "days_ago": 1,
    },
    {
        "kind": Category.RESOURCE,
        "title": "A protocol for looking at student work in forty minutes",
        "text": "Short enough for a prep period, and it begins with what the student can do.",
        "url": "https://protocols.example.org/forty-minutes",
        "name": "Ben Achterberg",
        "days_ago": 3,
    },
    {
        "kind": Category.POST,
        "title": "What our registrar learned in a year without credits",
        "text": "I keep the records of a school that stopped counting hours. I would write about "
        "three days on which the software said no.",
        "name": "Odile Marchetti",
        "role": "Registrar",
        "state": "VT",
        "may_publish": True,
        "status": Status.IN_PROGRESS,
        "note": "Lovely voice. Ask for the third day first, and for about 900 words.",
        "days_ago": 6,
    },
]
TEMPLATES = {
    "Thank you, we’ll look into it": "Dear {name},\n\nThank you for “{title}”. I’ll look into it, "
    "and write again within two weeks.",
    "Not for us": "Dear {name},\n\nThank you for thinking of us. We won’t publish “{title}”, "
    "because we have covered it recently. I hope you’ll write again.",
}


def load_submissions(loader) -> None:
    """Load them, unless a reader has sent something already."""
    if Submission.objects.exists():
        return
    for title, text in TEMPLATES.items():
        ReplyTemplate.objects.get_or_create(title=title, defaults={"text": text})
    for facts in PUBLISHED:
        public = {"kind": Category.PROBLEM, "may_publish": True, "status": Status.DONE}
        add(loader, public | facts, is_public=True)
    for facts in WAITING:
        add(loader, facts)


def add(loader, facts: dict, *, is_public: bool = False) -> None:
    facts = dict(facts)
    days_ago, note = facts.pop("days_ago"), facts.pop("note", "")
    topic = Topic.objects.filter(slug=facts.pop("topic", "")).first()
    sent_at = loader.now - timedelta(days=days_ago)
    submission = Submission.objects.create(
        **facts,
        topic=topic,
        reader=find_reader(f"{facts['name'].split()[0]}@example.net"),
        created_at=sent_at,
        confirmed_at=sent_at,
        modified_at=sent_at,
        published_at=sent_at + timedelta(hours=20) if is_public else None,
        closed_at=sent_at + timedelta(hours=20) if is_public else None,
        assignee=loader.editor if note else None,
    )
    if note:
        SubmissionNote.objects.create(submission=submission, by=loader.editor, text=note)
    loader.new["submissions"] += 1

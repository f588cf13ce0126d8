"""What a topic's page offers of problems of practice."""

from urllib.parse import urlencode

from django.urls import reverse

from content.models import Topic
from submissions.models import Submission


def problem_links(topic: Topic) -> list[tuple[str, str]]:
    query = urlencode({"topic": topic.slug})
    count = Submission.objects.public().filter(topic=topic).count()
    problems = "1 problem of practice" if count == 1 else f"{count} problems of practice"
    known = [(f"{problems} on this topic", f"{reverse('submissions:problem-list')}?{query}")]
    ours = ("Tell us your problem of practice", f"{reverse('submissions:problem')}?{query}")
    return [*(known if count else []), ours]

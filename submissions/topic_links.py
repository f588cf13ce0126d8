"""What a topic's page offers of problems of practice."""

from urllib.parse import urlencode

from django.urls import reverse

from content.models import Topic


def problem_links(topic: Topic) -> list[tuple[str, str]]:
    # The page of problems says if there are none: to know it here would cost each page a query.
    query = urlencode({"topic": topic.slug})
    return [
        ("Problems of practice on this topic", f"{reverse('submissions:problem-list')}?{query}"),
        ("Tell us your problem of practice", f"{reverse('submissions:problem')}?{query}"),
    ]

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from events.models import Event


def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.published(), slug=slug)
    return HttpResponse(event.heading)

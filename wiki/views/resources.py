from django.urls import reverse

from content import structured_data
from content.citations import scholar
from content.citations.entries import citation_context
from content.companions import companions_of
from content.models import WebAddress
from wiki.citations import resource_work
from wiki.models import Resource
from wiki.navigation import find_incoming_links


def resource_context(resource: Resource, *, is_preview: bool = False) -> dict:
    """Return the context of a resource's page, which previews use too."""
    work, companions = resource_work(resource), companions_of(resource)
    breadcrumbs = [("Library", reverse("wiki:library"))]
    return {
        "entry": resource,
        "web_address": WebAddress.objects.known_as(resource.url),
        "companions": companions,
        "incoming": find_incoming_links(resource, shown=companions),
        "breadcrumbs": breadcrumbs,
        **citation_context(resource, work, is_preview=is_preview),
        "structured_data": [
            scholar.structured_data(
                work, credit=resource.made_by, description=resource.description
            ),
            structured_data.breadcrumbs(
                [*breadcrumbs, (resource.heading, resource.get_absolute_url())]
            ),
        ],
    }

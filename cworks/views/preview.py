from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from blog.models import Post, Series
from blog.views.posts import post_context
from blog.views.series import series_context
from content.models import Entry, Kind, Page
from events.models import Event
from events.views.events import event_context
from wiki.models import Article, Publication, Resource
from wiki.views.articles import article_context
from wiki.views.publications import publication_context
from wiki.views.resources import resource_context


@never_cache
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show an entry as it will look, to whoever holds its secret link."""
    entry = get_object_or_404(Entry.objects.only("kind"), preview_token=token)
    if entry.kind == Kind.POST:
        post = Post.objects.for_page().get(pk=entry.pk)
        template, context = "blog/post_detail.html", post_context(post, is_preview=True)
    elif entry.kind == Kind.SERIES:
        series = Series.objects.for_page().get(pk=entry.pk)
        template, context = "blog/series_detail.html", series_context(series)
    elif entry.kind == Kind.PAGE:
        template = "content/page_detail.html"
        context = {"entry": Page.objects.for_page().get(pk=entry.pk)}
    elif entry.kind == Kind.ARTICLE:
        article = Article.objects.for_page().get(pk=entry.pk)
        template, context = "wiki/article_detail.html", article_context(article)
    elif entry.kind == Kind.RESOURCE:
        resource = Resource.objects.for_page().get(pk=entry.pk)
        template, context = "wiki/resource_detail.html", resource_context(resource)
    elif entry.kind == Kind.PUBLICATION:
        publication = Publication.objects.for_page().get(pk=entry.pk)
        template, context = "wiki/publication_detail.html", publication_context(publication)
    elif entry.kind == Kind.EVENT:
        event = Event.objects.for_page().with_facts().get(pk=entry.pk)
        template, context = "events/event_detail.html", event_context(event, is_preview=True)
    else:
        raise Http404
    response = render(request, template, {**context, "is_preview": True})
    response["X-Robots-Tag"] = "noindex"
    # The address is the secret: no site that the draft links to may learn it.
    response["Referrer-Policy"] = "no-referrer"
    return response

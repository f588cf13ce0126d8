"""What publications, resources, and articles are to a citation."""

from django.urls import reverse
from django.utils import timezone

from content.citations.entries import default_publisher, people_of
from content.citations.works import CITED_AS, CitedAuthor, Work
from content.models import Revision, Role
from content.paths import absolute
from content.site import site_name
from wiki.models import Article, Publication, Resource


def publication_work(publication: Publication, *, publisher: str = "") -> Work:
    return Work(
        title=publication.heading,
        kind=CITED_AS.get(publication.format, "report"),
        address=absolute(publication.get_absolute_url()),
        authors=people_of(publication, Role.AUTHOR),
        editors=people_of(publication, Role.EDITOR),
        edition=publication.edition,
        publisher=publication.publisher or publisher or default_publisher(),
        year=publication.year,
        isbn=publication.isbn,
        doi=publication.doi,
    )


def resource_work(resource: Resource) -> Work:
    # “Made by” may name people, organizations, or both, so styles leave it as it is.
    maker = CitedAuthor(name=resource.made_by, is_organization=True)
    return Work(
        title=resource.heading,
        kind=CITED_AS.get(resource.format, "website"),
        address=resource.url or absolute(resource.get_absolute_url()),
        authors=(maker,) if resource.made_by else people_of(resource, Role.AUTHOR),
        editors=people_of(resource, Role.EDITOR),
        year=resource.year,
        # The address of one that has a DOI, at doi.org, contains it.
        doi=resource.url,
    )


def article_work(article: Article) -> Work | None:
    """Return the article as its newest revision, whose text its address always shows."""
    revision = article.revisions.public().newest_first().only("pk", "created_at").first()
    if revision is None:
        return None
    return revision_work(revision, article=article, title=article.heading)


def revision_work(revision: Revision, *, article: Article, title: str = "") -> Work:
    """Return one revision of an article, whose title is its own unless it is given."""
    return Work(
        kind="article",
        title=title or revision.heading,
        authors=people_of(article, Role.AUTHOR),
        container=f"{site_name()} Wiki",
        revised=timezone.localdate(revision.created_at),
        address=absolute(reverse("wiki:revision-detail", args=[revision.pk])),
    )

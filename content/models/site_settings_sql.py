"""What every page shows of the site, in one statement, which the ORM took several queries for."""

from functools import cache

from django.db.models import Model

from content.models.entries import Entry
from content.models.pages import Page
from content.querysets import published_sql
from content.sql_names import sql_names


@cache
def site_sql(settings: type[Model], image: type[Model]) -> str:
    """Return the statement that finds the settings, or one row without any."""
    entries, pages, images = sql_names(Entry), sql_names(Page), sql_names(image)
    site = sql_names(settings)
    columns = [f"{site}.{getattr(site, each.name)}" for each in settings._meta.concrete_fields]
    shown = [
        f"{site}.{getattr(site, each.name)}"
        for each in settings._meta.concrete_fields
        if each.related_model is image
    ]
    return f"""
SELECT {", ".join(columns)},
       (SELECT coalesce(json_agg(json_build_array({entries.title}, {entries.slug})
                                 ORDER BY {entries.title}), '[]')
          FROM {pages} JOIN {entries} ON {entries}.{entries.pk} = {pages}.{pages.pk}
         WHERE {pages.show_in_footer} AND {published_sql(entries)}) AS footer_pages,
       (SELECT coalesce(json_object_agg({images.pk}, json_build_object(
                  'file', {images.file}, 'alt', {images.alt},
                  'width', {images.width}, 'height', {images.height})), '{{}}')
          FROM {images} WHERE {images.pk} IN ({", ".join(shown)})) AS images
  FROM (VALUES (1)) AS one LEFT JOIN {site} ON true
"""

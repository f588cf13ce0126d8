from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe

from content.kinds import all_kinds
from content.views import editor
from content.views.listings import listing_paths
from cworks.sitemaps import SITEMAPS, sitemap_index
from cworks.views import (
    admin_calendar,
    admin_search,
    csp_reports,
    former_addresses,
    home,
    machine,
    personal_data,
    preview,
    search,
    site_files,
    statistics,
    status,
    view_counts,
)

handler400 = "cworks.views.errors.bad_request"
handler404 = "cworks.views.errors.not_found"
handler500 = "cworks.views.errors.server_error"

# The WordPress site's addresses, each with and without its final slash.
BELOW = r"(/page/\d+|/feed(/(atom|rss2?|rdf))?)?/?$"
former = [
    re_path(r"^feed/(atom|rss2?|rdf)/?$", former_addresses.site_feed),
    re_path(r"^comments/feed(/(atom|rss2?|rdf))?/?$", former_addresses.site_feed),
    re_path(rf"^author/(?P<slug>[^/]+){BELOW}", former_addresses.person),
    re_path(rf"^location/(?P<slug>[^/]+){BELOW}", former_addresses.place),
    re_path(rf"^tag/(?P<slug>[^/]+){BELOW}", former_addresses.tag),
    re_path(rf"^category/(?P<path>.+?){BELOW}", former_addresses.category),
    re_path(r"^archive/(?P<year>[12]\d{3})/(?P<month>0[1-9])/?$", former_addresses.month),
    re_path(
        r"^(?:(?:[^/]+/){0,3}wp-content/uploads|files)/.+\.\w{1,10}$",
        former_addresses.uploaded_file,
    ),
    re_path(r"^page/(?P<number>\d{1,6})/?$", former_addresses.home_page),
    re_path(
        r"^(?P<sector>k-12|higher-education)/page/(?P<number>\d{1,6})/?$",
        former_addresses.sector_page,
    ),
]

apps_with_kinds = dict.fromkeys(kind.app for kind in all_kinds() if kind.app != "content")

urlpatterns = [
    *listing_paths("", home.Home, name="home"),
    *listing_paths("k-12/", home.K12Front, name="k-12"),
    *listing_paths("higher-education/", home.HigherEducationFront, name="higher-education"),
    path("search/", search.search, name="search"),
    path("search/suggestions/", search.suggestions, name="search-suggestions"),
    path("search/count/", search.count, name="search-count"),
    path("csp-reports/", csp_reports.receive, name="csp-reports"),
    path("views/count/", view_counts.count, name="view-count"),
    path("preview/<str:token>/", preview.preview, name="preview"),
    path(
        "admin/markdownx/markdownify/",
        editor.EditorPreviewView.as_view(),
        name="markdownx_markdownify",
    ),
    path("admin/markdownx/upload/", editor.EditorImageView.as_view(), name="markdownx_upload"),
    path("admin/search/", admin.site.admin_view(admin_search.search), name="admin-search"),
    path(
        "admin/search/suggestions/",
        admin.site.admin_view(admin_search.suggestions),
        name="admin-search-suggestions",
    ),
    path("admin/statistics/", admin.site.admin_view(statistics.statistics), name="statistics"),
    path(
        "admin/statistics/<str:table>.csv",
        admin.site.admin_view(statistics.as_csv),
        name="statistics-csv",
    ),
    path("admin/status/", admin.site.admin_view(status.show), name="machine-status"),
    path("admin/status/check/", admin.site.admin_view(status.check), name="machine-status-check"),
    path("admin/status/retry/", admin.site.admin_view(status.retry), name="machine-status-retry"),
    path("admin/personal-data/", admin.site.admin_view(personal_data.show), name="personal-data"),
    path(
        "admin/personal-data/download/",
        admin.site.admin_view(personal_data.download),
        name="personal-data-download",
    ),
    path(
        "admin/personal-data/erase/",
        admin.site.admin_view(personal_data.erase),
        name="personal-data-erase",
    ),
    path("admin/calendar/", admin.site.admin_view(admin_calendar.show), name="admin-calendar"),
    path(
        "admin/calendar/move/",
        admin.site.admin_view(admin_calendar.move),
        name="admin-calendar-move",
    ),
    path("admin/", include("cworks.accounts.urls")),
    path("admin/", include("imports.urls")),
    path("admin/", admin.site.urls),
    path("sitemap.xml", sitemap_index, name="sitemap-index"),
    path(
        "sitemap-<section>.xml",
        require_safe(sitemap),
        {"sitemaps": SITEMAPS},
        name="sitemap-section",
    ),
    path("robots.txt", machine.robots, name="robots"),
    path("favicon.ico", site_files.favicon, name="favicon"),
    path("site.webmanifest", site_files.manifest, name="manifest"),
    re_path(
        r"^accent/(?P<light>[0-9a-f]{6})-(?P<dark>[0-9a-f]{6})\.css$",
        site_files.accent,
        name="accent",
    ),
    path("opensearch.xml", site_files.opensearch, name="opensearch"),
    path("llms.txt", site_files.llms, name="llms"),
    path(".well-known/security.txt", machine.security, name="security"),
    *former,
    *[path("", include(f"{app}.urls")) for app in apps_with_kinds],
    path("", include("submissions.urls")),
    # A standing page may have any address that nothing else has.
    path("", include("content.urls")),
    re_path(
        r"^[^/]+/(?P<slug>[^/]+)(/trackback|/feed(/(atom|rss2?|rdf))?)?/?$", former_addresses.post
    ),
]

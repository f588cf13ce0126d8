from django.urls import path

from content.views import archive, media, readers, share_cards, terms
from content.views.copies import topic_copy
from content.views.entries import entry_detail
from content.views.listings import listing_paths

app_name = "content"

urlpatterns = [
    path("topics/", terms.topic_list, name="topic-list"),
    path("topics/<str:slug>.pdf", topic_copy, {"copy_format": "pdf"}, name="topic-pdf"),
    *listing_paths("topics/<str:slug>/", terms.TopicListing, name="topic-detail"),
    path("tags/", terms.tag_list, name="tag-list"),
    *listing_paths("tags/<str:slug>/", terms.TagListing, name="tag-detail"),
    path("people/", terms.person_list, name="person-list"),
    *listing_paths("people/<str:slug>/", terms.PersonListing, name="person-detail"),
    path("places/", terms.place_list, name="place-list"),
    *listing_paths("places/<str:slug>/", terms.PlaceListing, name="place-detail"),
    path("archive/", archive.archive, name="archive"),
    *listing_paths("archive/<number:year>/", archive.ArchiveListing, name="archive-year"),
    *listing_paths(
        "archive/<number:year>/<number:month>/", archive.ArchiveListing, name="archive-month"
    ),
    path("confirm/<str:token>/", readers.confirm_page, name="confirm"),
    path("unsubscribe/<str:token>/", readers.unsubscribe, name="unsubscribe"),
    path("readers/", readers.reader_link, name="reader-link"),
    path("readers/sent/", readers.reader_link_sent, name="reader-link-sent"),
    path("readers/erased/", readers.reader_erased, name="reader-erased"),
    path("readers/<str:token>/", readers.reader_detail, name="reader-detail"),
    path("readers/<str:token>/data/", readers.reader_data, name="reader-data"),
    path("readers/<str:token>/erase/", readers.reader_erase, name="reader-erase"),
    path("media/<path:path>", media.media, name="media"),
    path("cards/<number:entry_id>-<slug:digest>.jpg", share_cards.share_card, name="share-card"),
    # Last: a standing page may have any path that nothing else has.
    path("<str:slug>/", entry_detail, {"kind": "page"}, name="page-detail"),
]

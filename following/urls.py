from django.urls import path

from content.views.entries import entry_detail
from content.views.listings import listing_paths
from following.views import email_pages, following, newsletters

app_name = "following"

urlpatterns = [
    path("follow/", following.follow_create, name="follow-create"),
    path("follow/sent/", following.follow_sent, name="follow-sent"),
    path("follow/emails/<str:token>/", email_pages.email_page, name="email-page"),
    path("stop/<str:token>/", following.unsubscribe_formerly, name="unsubscribe-formerly"),
    path("readers/<str:token>/follows/", following.own_follows, name="own-follows"),
    *listing_paths("newsletters/", newsletters.NewsletterListing, name="newsletter-list"),
    path("newsletters/<str:slug>/", entry_detail, {"kind": "newsletter"}, name="newsletter-detail"),
]

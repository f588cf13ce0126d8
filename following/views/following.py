"""Following by email: the form, readers' own list, and stopping."""

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content import followable
from content.keys import read_key
from content.models import Reader
from content.readers import Subscription
from content.site import site_name
from content.views.public_forms import posted, receive
from content.views.readers import readers_page, unsubscribe_page
from content.views.secret_pages import secret_page
from following.exceptions import FollowingError
from following.forms import FollowForm
from following.models import Follow
from following.models.follows import FREQUENCIES, NEWSLETTER
from following.services.follows import FOLLOWS, change_frequency, start_following, stop_following

LONGEST = 60


def read_followed(request: HttpRequest) -> tuple[str, str, str, str]:
    """Return (scope, key, name, path) of what ?of= names; the whole site if nothing does.

    Raises Http404.
    """
    scope, _, key = request.GET.get("of", followable.SITE)[:LONGEST].partition(".")
    if scope == NEWSLETTER and not key:
        return scope, key, f"the newsletter of {site_name()}", reverse("following:newsletter-list")
    found = followable.describe(scope, key)
    if found is None:
        raise Http404("There is nothing to follow here.")
    return scope, key, *found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_create(request: HttpRequest) -> HttpResponse:
    """Explain the ways to follow something, and take an address. The email has a button."""
    scope, key, name, path = read_followed(request)
    form = FollowForm(posted(request), scope=scope)
    if receive(request, form, matter="addresses to follow with"):
        try:
            start_following(
                email=form.cleaned_data["email"],
                scope=scope,
                key=key,
                frequency=form.chosen_frequency,
            )
        except FollowingError as error:
            form.refuse(str(error), too_many=True)
        else:
            return redirect("following:follow-sent")
    context = {
        "form": form,
        "name": name,
        "path": path,
        "scope": scope,
        "of": f"{scope}.{key}".rstrip("."),
        "is_site": scope == followable.SITE,
        "is_newsletter": scope == NEWSLETTER,
        "has_events": scope in (followable.SITE, "event-series") or key == "events",
    }
    return render(request, "following/follow.html", context, status=form.status)


@require_safe
def follow_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "following/follow_sent.html")


def find_by_former_token(token: str) -> tuple[Subscription, Follow | None]:
    """Return what an address in our emails of 2026 turns off. Raises Http404."""
    try:
        public_id, _, frequency = (
            Signer(salt="following.stop", sep=".").unsign(token).partition("-")
        )
    except BadSignature as error:
        raise Http404("There is no such address.") from error
    follows = Follow.objects.active().filter(reader__public_id=public_id, frequency=frequency)
    return FOLLOWS, follows.select_related("reader").first()


unsubscribe_formerly = secret_page(find_by_former_token)(unsubscribe_page)


@readers_page
@require_POST
def own_follows(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Change how often a reader gets an email, or stop one or all."""
    if "stop_all" in request.POST:
        stop_following(reader=reader)
    elif "stop" in request.POST:
        stop_following(reader=reader, pk=read_key(request.POST["stop"]))
    else:
        frequency = request.POST.get("frequency", "")
        pk = read_key(request.POST.get("follow", ""))
        follow = Follow.objects.active().filter(reader=reader, pk=pk).first()
        if follow and frequency in FREQUENCIES:
            change_frequency(follow=follow, frequency=frequency)
    return redirect(reader.secret_path())

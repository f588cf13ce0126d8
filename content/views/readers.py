"""What readers without an account do with their email address: confirm, see, download, erase."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from content.exceptions import AppError
from content.forms.public import PublicForm, ReaderEmailField
from content.models import Reader
from content.readers.belongings import all_belongings, erase_address, export_address
from content.readers.confirming import confirm, read_confirmation
from content.readers.own_link import send_own_link
from content.readers.subscriptions import read_unsubscribe_token
from content.views.public_forms import posted, receive
from content.views.secret_pages import secret_page


class AddressForm(PublicForm):
    email = ReaderEmailField()


def find_by_token(token: str) -> Reader:
    """Raises Http404."""
    public_id = Reader.read_token(token)
    reader = public_id and Reader.objects.filter(public_id=public_id).first()
    if not reader:
        raise Http404("There is no such reader.")
    return reader


def find_confirmation(token: str):
    """Raises Http404."""
    found = read_confirmation(token)
    if found is None:
        raise Http404("This link is too old, or what it would confirm was deleted.")
    return found


def find_by_unsubscribe_token(token: str):
    """Raises Http404."""
    found = read_unsubscribe_token(token)
    if found is None:
        raise Http404("There are no such emails.")
    return found


readers_page = secret_page(find_by_token)


@secret_page(find_confirmation)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_page(request: HttpRequest, found: tuple) -> HttpResponse:
    """Ask with a button, because a GET changes nothing, and do it when the button was pressed."""
    confirmation, row = found
    context: dict = {}
    status = 200
    if request.method == "POST":
        try:
            confirm(confirmation=confirmation, row=row)
        except AppError as error:
            context["problem"], status = str(error), 422
        else:
            sentence, link_text, path = confirmation.after(row)
            context |= {"sentence": sentence, "link_text": link_text, "path": path}
    context["question"], context["button"] = confirmation.describe(row)
    return render(request, "readers/confirm.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, found: tuple) -> HttpResponse:
    """Turn off emails, for a button on this page and for those of mail programs (RFC 8058).

    Mail programs need no page, so there is no redirect, and a second click is as good as the first.
    """
    subscription, row = found
    context = {"is_on": row is not None and request.method != "POST"}
    if row is not None:
        context |= {"emails": subscription.describe(row), "own_path": row.reader.secret_path()}
        if request.method == "POST":
            subscription.turn_off(row)
    return render(request, "readers/unsubscribe.html", context)


unsubscribe = secret_page(find_by_unsubscribe_token)(unsubscribe_page)


@readers_page
@require_safe
def reader_detail(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Everything of one reader's, each in a section of its app."""
    shown = [(each, each.show(reader)) for each in all_belongings() if each.show]
    context = {
        "reader": reader,
        "sections": [
            {"title": each.title, "template": each.template, "shown": values}
            for each, values in shown
            if values
        ],
    }
    return render(request, "readers/reader_detail.html", context)


@readers_page
@require_safe
def reader_data(request: HttpRequest, reader: Reader) -> HttpResponse:
    response = JsonResponse(export_address(reader.email), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@readers_page
@require_http_methods(["GET", "HEAD", "POST"])
def reader_erase(request: HttpRequest, reader: Reader) -> HttpResponse:
    if request.method == "POST":
        erase_address(reader.email)
        return redirect("content:reader-erased")
    return render(request, "readers/reader_erase.html", {"reader": reader})


@require_safe
def reader_erased(request: HttpRequest) -> HttpResponse:
    return render(request, "readers/reader_erased.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reader_link(request: HttpRequest) -> HttpResponse:
    """Email people the link to everything of theirs. The answer is the same for every address."""
    form = AddressForm(posted(request))
    if receive(request, form, matter="links to readers’ own pages"):
        send_own_link(form.cleaned_data["email"])
        return redirect("content:reader-link-sent")
    return render(request, "readers/reader_link.html", {"form": form}, status=form.status)


@require_safe
def reader_link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "readers/reader_link_sent.html")

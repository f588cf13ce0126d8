"""What the site stores about people, for administrators: for how long, and someone's, to erase it.

An address comes with a POST, so that no log has it.
"""

import json
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST

from content.activity import record
from content.models import Activity, MachineReport, User
from content.moments import format_minute
from content.readers import all_belongings, clean_email
from content.readers.belongings import erase_address, export_address
from content.retention import REPORT, all_retentions
from cworks.views.status import require_administrator


class SomeonesAddressForm(forms.Form):
    email = forms.EmailField(label="Email address")


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show how long what is kept, and what is stored about an address that was sent."""
    require_administrator(request)
    form = SomeonesAddressForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"title": "Personal data", "form": form}
    if form.is_valid():
        email = clean_email(form.cleaned_data["email"])
        context |= {"email": email, "found": describe(export_address(email)), "searched": True}
    else:
        context |= {"retentions": list_retentions(), "report": last_report()}
    return render(request, "admin/personal_data.html", admin.site.each_context(request) | context)


@require_POST
def download(request: HttpRequest) -> HttpResponse:
    require_administrator(request)
    email = read_address(request)
    stored = export_address(email)
    record(
        Activity.Matter.EXPORT, f"Someone’s data: {count_text(stored)}", by=cast(User, request.user)
    )
    response = HttpResponse(
        json.dumps(stored, indent=2, ensure_ascii=False, cls=DjangoJSONEncoder),
        content_type="application/json",
    )
    response["Content-Disposition"] = 'attachment; filename="personal-data.json"'
    return response


@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Say what will be erased and what stays, and erase it if that was confirmed."""
    require_administrator(request)
    email = read_address(request)
    stored = export_address(email)
    if "confirmed" not in request.POST:
        context = {
            "title": "Erase someone’s data",
            "email": email,
            "found": describe(stored),
            "staying": [
                (each.title, each.stays)
                for each in all_belongings()
                if each.stays and each.title in stored
            ],
        }
        return render(
            request, "admin/personal_data_erase.html", admin.site.each_context(request) | context
        )
    erase_address(email)
    # Without the address: otherwise, it would not be erased.
    record(
        Activity.Matter.DELETION,
        f"Someone’s data erased: {count_text(stored)}",
        by=cast(User, request.user),
    )
    messages.success(request, "What could be erased has been erased.")
    return HttpResponseRedirect(reverse("personal-data"))


def read_address(request: HttpRequest) -> str:
    form = SomeonesAddressForm(request.POST)
    return clean_email(form.cleaned_data["email"]) if form.is_valid() else ""


def count_text(stored: dict[str, list]) -> str:
    return ", ".join(f"{title} ({len(rows)})" for title, rows in stored.items()) or "nothing"


def describe(stored: dict[str, list]) -> list[tuple[str, list[list[tuple[str, str]]]]]:
    """Return (title, rows), each row as (label, text)."""
    return [
        (title, [[(label_of(name), text_of(value)) for name, value in row.items()] for row in rows])
        for title, rows in stored.items()
    ]


def label_of(name: str) -> str:
    return capfirst(name.replace("__", " ").replace("_", " "))


def text_of(value: object) -> str:
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)
    if isinstance(value, datetime):
        return format_minute(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value)


def last_report() -> MachineReport | None:
    return MachineReport.objects.filter(name=REPORT).first()


def list_retentions() -> list[dict[str, Any]]:
    """Return what is kept for how long, and how much the last job forgot."""
    report = last_report()
    found = {each["what"]: each for each in report.findings} if report else {}
    return [
        {
            "what": each.what,
            "period": each.period_text,
            "setting": each.setting,
            "rule": each.rule,
            "last": found.get(each.what),
        }
        for each in all_retentions()
    ]

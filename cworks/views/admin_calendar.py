"""The editorial calendar: a month of what is planned, and moving what is scheduled."""

from calendar import MONDAY, SUNDAY, Calendar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from content.admin.statuses import show_entry_status
from content.editing.calendar import Planned, move_scheduled, plan
from content.editing.permissions import changeable_kinds, may_change_every_kind
from content.exceptions import ContentError
from content.keys import read_key
from content.models import Sector, User
from content.moments import format_coming, format_month_day, is_in_bounds
from cworks.staff_search import addresses_of

SECTORS = [("", "All"), *((sector.value, sector.label) for sector in Sector if sector != "both")]
SATURDAY_AND_SUNDAY = (5, 6)


@dataclass(frozen=True)
class Line:
    """An entry on its day, as the page shows it."""

    planned: Planned
    address: str
    status: SafeString


@dataclass(frozen=True)
class Day:
    date: date
    is_in_month: bool
    is_today: bool
    lines: list[Line] = field(default_factory=list)
    # Whether there is no post on this working day, or none in the week whose Monday it is.
    is_gap: bool = False
    begins_gap: bool = False

    @property
    def name(self) -> str:
        return f"{self.date:%A}, {format_month_day(self.date)}"


def may_open(user: User) -> bool:
    return bool(changeable_kinds(user))


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    user = staff_of(request)
    month, sector = read_month(request.GET.get("month", "")), read_sector(request.GET)
    dates = list(Calendar(SUNDAY).itermonthdates(month.year, month.month))
    planned = plan(user, first=dates[0], last=dates[-1], sector=sector)
    # Someone who can't see what others have scheduled can't see what is missing.
    days = arrange(user, planned, dates, month, shows_gaps=may_change_every_kind(user))
    context = {
        **admin.site.each_context(request),
        "title": "Calendar",
        "month": month,
        "month_value": f"{month:%Y-%m}",
        "sector": sector,
        "sectors": SECTORS,
        "days": days,
        "gaps": sum(day.is_gap for day in days),
        "posts": sum(each.is_post and each.day.month == month.month for each in planned),
        "is_empty": not any(day.lines for day in days if day.is_in_month),
        "previous": address_of_month(shift(month, -1), sector),
        "next": address_of_month(shift(month, 1), sector),
        "today": address_of_month(timezone.localdate(), sector) + "#today",
    }
    return render(request, "admin/calendar.html", context)


@require_POST
def move(request: HttpRequest) -> HttpResponse:
    user = staff_of(request)
    number = read_key(request.POST.get("entry", ""))
    try:
        to = date.fromisoformat(request.POST.get("to", ""))
    except ValueError:
        messages.error(request, "Nothing was moved. Choose the day to move it to.")
    else:
        try:
            seen = request.POST.get("seen", "")
            entry = move_scheduled(entry_id=number, to=to, seen=seen, by=user)
        except ContentError as error:
            messages.error(request, str(error))
        else:
            moment = cast(datetime, entry.published_at)
            messages.success(request, f"“{entry}” will appear {format_coming(moment)}.")
    month = read_month(request.POST.get("month", ""))
    address = address_of_month(month, read_sector(request.POST))
    return HttpResponseRedirect(f"{address}#entry-{number}")


def staff_of(request: HttpRequest) -> User:
    user = cast(User, request.user)
    if not may_open(user):
        raise PermissionDenied
    return user


def arrange(
    user: User, planned: list[Planned], dates: list[date], month: date, *, shows_gaps: bool
) -> list[Day]:
    """Return the days of whole weeks, with what is planned and what is missing."""
    today = timezone.localdate()
    addresses = addresses_of(user, [each.entry for each in planned])
    published = {each.day for each in planned if each.is_post}
    working = {
        day
        for day in dates
        if day.weekday() not in SATURDAY_AND_SUNDAY and day.month == month.month
    }
    gaps = working - published if shows_gaps else set()
    days = []
    for number, day in enumerate(dates):
        week = dates[number - 1 : number + 6]
        lines = [
            Line(each, addresses[each.entry.pk], show_entry_status(each.entry))
            for each in planned
            if each.day == day
        ]
        days.append(
            Day(
                day,
                day.month == month.month,
                day == today,
                lines,
                day in gaps,
                day in gaps and day.weekday() == MONDAY and not published.intersection(week),
            )
        )
    return days


def read_month(text: str) -> date:
    """Return the first day of a month such as 2026-12, or of this month."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        month = timezone.localdate().replace(day=1)
    # The weeks of the first and the last month reach beyond them.
    inside = (
        is_in_bounds(month) and is_in_bounds(shift(month, -1)) and is_in_bounds(shift(month, 1))
    )
    return month if inside else timezone.localdate().replace(day=1)


def read_sector(data) -> str:
    sector = data.get("sector", "")
    return sector if sector in dict(SECTORS) else ""


def shift(month: date, by: int) -> date:
    """Return the first day of the month before (-1) or after (1)."""
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def address_of_month(month: date, sector: str) -> str:
    query = {"month": f"{month:%Y-%m}", **({"sector": sector} if sector else {})}
    return f"{reverse('admin-calendar')}?{urlencode(query)}"

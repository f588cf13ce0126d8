"""What browsers refused to load because of our policy. Only counts are kept, for administrators."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from content.models import MachineReport
from content.rate_limits import MinuteLimit
from content.view_counts import HOST
from content.views.requests import network_address
from cworks.body_limits import length_of

REPORT = "csp-reports"
LONGEST_BODY = 20_000  # bytes
# A page can break several rules at once, and all of its readers report it.
PER_SENDER = MinuteLimit("CSP report", at_most=20)
PER_PROCESS = MinuteLimit("CSP reports", at_most=200)
MOST_PER_REQUEST = 10
MOST_KEPT = 50
KEPT_FOR = timedelta(days=30)
WORDS = frozenset({"inline", "eval", "wasm-eval", "data", "blob", "self"})
OTHER = "something else"


# No CSRF token and no cookie: browsers send these by themselves.
@csrf_exempt
@never_cache
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Count what a browser reports. The page isn't kept: its address could be a secret."""
    is_short = length_of(request) <= LONGEST_BODY
    if is_short and PER_SENDER.allows(network_address(request)) and PER_PROCESS.allows(""):
        found = list(read_reports(request.body))[:MOST_PER_REQUEST]
        if found:
            count(found)
    return HttpResponse(status=204)


def read_reports(body: bytes) -> Iterator[tuple[str, str]]:
    """Yield (directive, what was refused), of both formats that browsers send."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return
    for each in data if isinstance(data, list) else [data]:
        if not isinstance(each, dict):
            continue
        facts = each.get("csp-report") or (each.get("type") == "csp-violation" and each.get("body"))
        if not isinstance(facts, dict):
            continue
        directive = facts.get("effectiveDirective") or facts.get("effective-directive")
        directive = directive or facts.get("violated-directive")
        refused = facts.get("blockedURL") or facts.get("blocked-uri")
        if is_ours(directive):
            yield str(directive), shorten(refused)


def is_ours(directive: object) -> bool:
    """Whether this is a directive of our policy, such as script-src, or script-src-elem."""
    known = settings.SECURE_CSP
    return isinstance(directive, str) and (
        directive in known or directive.removesuffix("-elem").removesuffix("-attr") in known
    )


def shorten(address: object) -> str:
    """Return the host of an address, and nothing that could be about the reader."""
    text = str(address or "")[:2_000]
    if text in WORDS:
        return text
    try:
        host = (urlsplit(text).hostname or "").lower()
    except ValueError:
        host = ""
    return host if HOST.fullmatch(host) else OTHER


@transaction.atomic
def count(found: list[tuple[str, str]]) -> None:
    MachineReport.objects.get_or_create(name=REPORT)
    report = MachineReport.objects.select_for_update().get(name=REPORT)
    today = timezone.localdate()
    kept = {(row["directive"], row["refused"]): row for row in recent(report, today)}
    for directive, refused in found:
        key = (directive, refused)
        if key not in kept and len(kept) >= MOST_KEPT:
            key = (directive, OTHER)
        if key not in kept and len(kept) >= 2 * MOST_KEPT:
            continue
        row = kept.setdefault(key, {"directive": key[0], "refused": key[1], "count": 0})
        row["count"] += 1
        row["day"] = today.isoformat()
    report.findings, report.made_at = list(kept.values()), timezone.now()
    report.save(update_fields=["findings", "made_at"])


def recent(report: MachineReport, today: date) -> list[dict]:
    since = (today - KEPT_FOR).isoformat()
    return [row for row in report.findings if row["day"] >= since]


def list_refused() -> list[dict]:
    """Return what browsers refused in the last 30 days, the most frequent first."""
    report = MachineReport.objects.filter(name=REPORT).first()
    rows = recent(report, timezone.localdate()) if report else []
    return sorted(rows, key=lambda row: -row["count"])

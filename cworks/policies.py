"""Headers by which browsers protect readers, besides those of Django's own middleware."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

CSP_REPORTS = "/csp-reports/"

# What no page of the site uses. Videos need the others: fullscreen, autoplay, and the like.
UNUSED_FEATURES = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation",
    "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb",
)  # fmt: skip
PERMISSIONS = ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES)

# Other sites and programs may show our pictures, recordings, feeds, and calendars, and no pages.
EMBEDDABLE = ("image/", "video/", "audio/", "text/calendar", "application/rss", "application/atom")


def add_policies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_embeddable = response.get("Content-Type", "").startswith(EMBEDDABLE)
        response.headers.setdefault(
            "Cross-Origin-Resource-Policy", "cross-origin" if is_embeddable else "same-origin"
        )
        if "Content-Security-Policy" in response:
            response["Reporting-Endpoints"] = f'csp="{CSP_REPORTS}"'
            response["Permissions-Policy"] = PERMISSIONS
        return response

    return middleware

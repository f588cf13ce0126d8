"""Opens a reader's form on a running site and sends it, as a browser does."""

import http.client
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.support.posted_forms import forms_of, values_of


@dataclass
class Sent:
    status: int
    location: str  # where it leads to, or ""
    page: str


def send_form(
    client: http.client.HTTPConnection, path: str, *, origin: str = "", **values: str
) -> Sent:
    """Raises RuntimeError if the form can't be opened."""
    client.request("GET", path)
    opened = client.getresponse()
    page = opened.read().decode()
    if opened.status != 200:
        raise RuntimeError(f"The form answers {opened.status}.")
    [form] = [form for form in forms_of(page) if "csrfmiddlewaretoken" in form.fields]
    client.request(
        "POST",
        path,
        body=urlencode({**values_of(form), **values}, doseq=True),
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": opened.headers["Set-Cookie"].partition(";")[0],
            "Origin": origin or f"http://{client.host}:{client.port}",
        },
    )
    answer = client.getresponse()
    return Sent(answer.status, answer.headers.get("Location", ""), answer.read().decode())

"""Visits to web addresses: how servers respond, however badly, and where we never connect."""

import re
import socket
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.http import http_date

from content import exceptions
from content.links import failures
from content.links.parsed_urls import parse_url
from content.links.public_hosts import is_public, look_up
from content.links.web_client import Visit, WebClient, parse_retry_after
from tests.support.web_servers import (
    differ_for_head,
    drip,
    hang_up,
    never_respond,
    redirect,
    send_endlessly,
    send_garbage,
    status,
)

OK = status(200)


def failure(client: WebClient, url: str) -> str:
    with pytest.raises(exceptions.VisitFailed) as caught:
        client.visit(url)
    return re.sub(r"^It redirects to \S+ ", "", str(caught.value))


# Responses


def test_page_that_works_receives_only_a_head_request(website):
    visit = website.client().visit(website.url("/page?a=1&b=%C3%A4", OK))

    assert visit == Visit(200)
    assert website.requests == [("HEAD", "/page?a=1&b=%C3%A4")]


def test_request_sends_user_agent_and_nothing_else(website, settings):
    settings.SITE_URL = "https://site.example"

    website.client().visit(website.url("/", OK).replace("//", "//user:secret@", 1))

    assert website.headers == [
        {
            "Host": f"127.0.0.1:{website.port}",
            "User-Agent": "CompetencyWorks-link-check (+https://site.example/)",
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
    ]


def test_proxy_from_environment_is_not_used(website, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")

    assert website.client().visit(website.url("/page", OK)) == Visit(200)


@pytest.mark.parametrize("head", [status(403), status(404), status(405), status(501), hang_up])
def test_page_is_requested_when_head_is_rejected(website, head):
    visit = website.client().visit(website.url("/page", differ_for_head(OK, head)))

    assert visit == Visit(200)
    assert website.requests == [("HEAD", "/page"), ("GET", "/page")]


def test_page_is_requested_when_head_gets_no_response(website):
    visit = website.client().visit(website.url("/page", differ_for_head(OK, never_respond)))

    assert visit == Visit(200)


@pytest.mark.parametrize("code", [404, 410, 403, 500, 503, 999])
def test_status_is_from_get_request(website, code):
    assert website.client().visit(website.url("/page", status(code))) == Visit(code)


def test_requests_to_same_host_are_one_second_apart(website):
    pauses = []

    website.client(pause=pauses.append).visit(website.url("/page", status(404)))

    assert pauses == [1.0]


def test_server_with_retry_after_gets_no_second_request(website):
    visit = website.client().visit(website.url("/page", status(429, Retry_After="120")))

    assert visit == Visit(429, retry_after=120)
    assert website.requests == [("HEAD", "/page")]


def test_endless_page_is_not_read(website):
    url = website.url("/huge", differ_for_head(send_endlessly, status(405)))

    assert website.client().visit(url) == Visit(200)


@pytest.mark.parametrize(
    ("behavior", "expected"),
    [
        (never_respond, exceptions.ResponseTooLate.message),
        (drip, exceptions.ResponseTooLate.message),
        (hang_up, exceptions.ResponseInvalid.message),
        (send_garbage, exceptions.ResponseInvalid.message),
        (redirect(""), failures.REDIRECT_WITHOUT_LOCATION),
        (redirect("mailto:someone@example.org"), failures.ADDRESS_INVALID),
        (redirect("http://[::1"), failures.ADDRESS_INVALID),
        (redirect("http://\x01/"), failures.ADDRESS_INVALID),
        (redirect("//example.org:25/"), failures.PORT_BLOCKED),
    ],
)
def test_server_that_misbehaves_fails(website, behavior, expected):
    client = website.client(total_seconds=0.6)

    assert failure(client, website.url("/page", behavior)) == expected


def test_missing_server_refuses_connection(website):
    client = website.client(is_allowed=lambda address, port: True)

    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"

        assert failure(client, url) == failures.HOST_UNREACHABLE


def test_unknown_host_name_has_no_server(website):
    assert failure(website.client(), "http://nothing.invalid/") == failures.HOST_UNKNOWN


def test_server_without_tls_fails_over_https(website):
    url = website.url("/").replace("http:", "https:")

    assert failure(website.client(), url) == exceptions.ResponseInvalid.message


# Redirects


def test_permanent_redirects_return_new_address(website):
    website.url("/c", OK)
    website.url("/b", redirect("/c", 308))

    visit = website.client().visit(website.url("/a", redirect(website.url("/b") + "#part")))

    assert visit == Visit(200, moved_to=website.url("/c"))


@pytest.mark.parametrize("code", [302, 303, 307])
def test_temporary_redirects_are_followed_but_are_not_a_move(website, code):
    website.url("/d", OK)
    website.url("/c", redirect("/d", 301))
    website.url("/b", redirect("/c", code))

    visits = [
        website.client().visit(website.url("/b")),
        website.client().visit(website.url("/a", redirect("/b", 301))),
    ]

    assert visits == [Visit(200), Visit(200, moved_to=website.url("/b"))]


def test_redirect_with_unencoded_utf_8_is_followed(website):
    website.url("/caf%C3%A9%20x", OK)

    visit = website.client().visit(website.url("/a", redirect("/caf\u00c3\u00a9 x")))

    assert visit == Visit(200, moved_to=website.url("/caf%C3%A9%20x"))


def test_redirect_loop_fails(website):
    website.url("/b", redirect("/a"))

    assert failure(website.client(), website.url("/a", redirect("/b", 302))) == (
        failures.REDIRECT_LOOP
    )
    assert website.requests == [("HEAD", "/a"), ("HEAD", "/b")]


def test_redirect_loop_with_cookie_needs_review(website):
    url = website.url("/a", redirect("/a", 302, Set_Cookie="seen=1"))

    assert failure(website.client(), url) == failures.COOKIES_DEMANDED


def test_endless_redirects_fail(website):
    for number in range(30):
        website.url(f"/{number}", redirect(f"/{number + 1}"))

    assert failure(website.client(), website.url("/0")) == failures.TOO_MANY_REDIRECTS
    assert len(website.requests) == 11


def test_redirects_share_time_limit(website):
    for number in range(10):
        slow = differ_for_head(redirect(f"/{number + 1}"), never_respond)
        website.url(f"/{number}", slow)

    assert failure(website.client(total_seconds=0.5), website.url("/0")) == (
        exceptions.ResponseTooLate.message
    )


def test_redirect_to_private_address_is_not_followed(website):
    url = website.url("/a", redirect("http://10.0.0.1/secret"))

    with pytest.raises(exceptions.NotVisited) as caught:
        website.client().visit(url)

    assert str(caught.value) == (
        "It redirects to http://10.0.0.1/secret. The address is on a private network, which "
        "readers can’t reach. Use a public address."
    )


def test_password_in_address_is_not_sent(website):
    website.url("/b", OK)
    location = website.url("/b").replace("//", "//user:secret@")

    visit = website.client().visit(website.url("/a", redirect(location)))

    assert visit.moved_to == website.url("/b")
    assert [set(headers) & {"Authorization", "Cookie"} for headers in website.headers] == [
        set(),
        set(),
    ]


# Allowed addresses


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0.0.0.0",
        "0",
        "localhost",
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[::127.0.0.1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a00:1]",
        "[64:ff9b::127.0.0.1]",
        "[64:ff9b:1::1]",
        "[100::1]",
        "[2001:db8::1]",
        "[2002:7f00:1::]",
        "[fc00::1]",
        "[fe80::1]",
        "[fe80::1%25lo]",
        "[ff02::1]",
    ],
)
def test_private_address_is_rejected(host):
    with pytest.raises(exceptions.NotVisited):
        WebClient().visit(f"http://{host}/")


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "2606:4700::1111", "::ffff:93.184.215.14", "64:ff9b::93.184.215.14"],
)
def test_public_address_is_allowed(address):
    assert is_public(address)


def test_host_with_private_and_public_address_is_rejected(website):
    client = WebClient(look_up=lambda host, seconds: ["93.184.215.14", "127.0.0.1"])

    assert failure(client, website.url("/page", OK)) == failures.HOST_NOT_PUBLIC
    assert website.requests == []


def test_connection_uses_checked_address(website):
    hosts = []

    def look_up_once(host: str, seconds: float) -> list[str]:
        hosts.append(host)
        return ["127.0.0.1"] if len(hosts) == 1 else ["10.0.0.1"]

    client = website.client(look_up=look_up_once)
    visit = client.visit(f"http://school.example:{website.port}/page")

    assert (visit, hosts) == (Visit(404), ["school.example"])
    assert {headers["Host"] for headers in website.headers} == {f"school.example:{website.port}"}


def test_second_address_is_tried_when_first_does_not_respond(website):
    client = website.client(
        look_up=lambda host, seconds: ["127.0.0.2", "127.0.0.1"],
        is_allowed=lambda address, port: True,
    )

    assert client.visit(f"http://school.example:{website.port}/page") == Visit(404)


def test_invalid_host_name_has_no_server():
    with pytest.raises(OSError, match="not a valid host name"):
        look_up("a" * 70 + ".example", 1)


def test_slow_name_lookup_times_out(website):
    def look_up_slowly(host: str, seconds: float) -> list[str]:
        raise TimeoutError

    assert failure(website.client(look_up=look_up_slowly), "http://school.example/") == (
        exceptions.ResponseTooLate.message
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("https://example.org:443/a b?q=ä#part", "https://example.org/a%20b?q=%C3%A4"),
        ("http://user:secret@example.org/%41", "http://example.org/%41"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://[2606:4700::1]:8080/", "http://[2606:4700::1]:8080/"),
    ],
)
def test_url_is_parsed_like_in_browsers(url, expected):
    assert parse_url(url).url == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("ftp://example.org/", failures.ADDRESS_INVALID),
        ("file:///etc/passwd", failures.ADDRESS_INVALID),
        ("http:///page", failures.ADDRESS_INVALID),
        ("http://example.org\\@127.0.0.1/", failures.ADDRESS_INVALID),
        ("http://exa\tmple.org/", failures.ADDRESS_INVALID),
        ("http://example.org/\r\nHost: other", failures.ADDRESS_INVALID),
        ("http://example.org:99999/", failures.ADDRESS_INVALID),
        ("http://a..b/", failures.ADDRESS_INVALID),
        ("http://exa mple.org/", failures.ADDRESS_INVALID),
        ("http://example.org/\ud800", failures.ADDRESS_INVALID),
        ("http://example.org:22/", failures.PORT_BLOCKED),
        ("http://example.org:0/", failures.PORT_BLOCKED),
    ],
)
def test_misleading_url_is_rejected(url, expected):
    assert failure(WebClient(), url) == expected


def test_retry_after_is_number_or_date():
    soon = datetime.now(UTC) + timedelta(minutes=5)

    assert [
        parse_retry_after("120"),
        parse_retry_after(""),
        parse_retry_after("soon"),
        parse_retry_after("-1"),
    ] == [
        120,
        None,
        None,
        None,
    ]
    assert parse_retry_after(http_date(soon.timestamp())) == pytest.approx(300, abs=5)
    assert parse_retry_after("Thu, 01 Jan 1970 00:00:00 GMT") == 0

"""Going to an address: what servers answer, however badly, and where we do not go."""

import socket
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.http import http_date

from content import exceptions
from content.links.parsed_urls import parse_url
from content.links.public_hosts import is_public, look_up
from content.links.web_client import Visit, WebClient, read_delay
from tests.support.web_servers import (
    drip,
    hang_up,
    redirect,
    say_nothing,
    send_without_end,
    speak_nonsense,
    status,
    to_get_only,
)

OK = status(200)


def failure(visitor: WebClient, url: str) -> type[Exception]:
    with pytest.raises(exceptions.VisitFailed) as caught:
        visitor.visit(url)
    return caught.type


# What servers answer


def test_page_that_works_is_asked_for_its_head_alone(website):
    visit = website.client().visit(website.url("/page?a=1&b=%C3%A4", OK))

    assert visit == Visit(200)
    assert website.requests == [("HEAD", "/page?a=1&b=%C3%A4")]


def test_request_says_who_we_are_and_nothing_else(website, settings):
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


def test_proxy_of_the_environment_is_not_used(website, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")

    assert website.client().visit(website.url("/page", OK)) == Visit(200)


@pytest.mark.parametrize("head", [status(403), status(404), status(405), status(501), hang_up])
def test_page_is_asked_for_where_its_head_is_refused(website, head):
    visit = website.client().visit(website.url("/page", to_get_only(OK, head)))

    assert visit == Visit(200)
    assert website.requests == [("HEAD", "/page"), ("GET", "/page")]


def test_page_is_asked_for_where_nobody_answers_for_its_head(website):
    visit = website.client().visit(website.url("/page", to_get_only(OK, say_nothing)))

    assert visit == Visit(200)


@pytest.mark.parametrize("code", [404, 410, 403, 500, 503, 999])
def test_status_is_that_of_the_page_itself(website, code):
    assert website.client().visit(website.url("/page", status(code))) == Visit(code)


def test_two_requests_to_one_host_are_a_second_apart(website):
    pauses = []

    website.client(pause=pauses.append).visit(website.url("/page", status(404)))

    assert pauses == [1.0]


def test_server_that_asks_to_be_left_alone_gets_no_second_request(website):
    visit = website.client().visit(website.url("/page", status(429, Retry_After="120")))

    assert visit == Visit(429, retry_after=120)
    assert website.requests == [("HEAD", "/page")]


def test_page_without_end_is_not_read(website):
    url = website.url("/huge", to_get_only(send_without_end, status(405)))

    assert website.client().visit(url) == Visit(200)


@pytest.mark.parametrize(
    ("behavior", "expected"),
    [
        (say_nothing, exceptions.AnswerTooLate),
        (drip, exceptions.AnswerTooLate),
        (hang_up, exceptions.AnswerBroken),
        (speak_nonsense, exceptions.AnswerBroken),
        (redirect(""), exceptions.RedirectToNowhere),
        (redirect("mailto:somebody@example.org"), exceptions.AddressUnreadable),
        (redirect("http://[::1"), exceptions.AddressUnreadable),
        (redirect("http://\x01/"), exceptions.AddressUnreadable),
        (redirect("//example.org:25/"), exceptions.PortRefused),
    ],
)
def test_server_that_misbehaves_has_failed(website, behavior, expected):
    visitor = website.client(total_seconds=0.6)

    assert failure(visitor, website.url("/page", behavior)) is expected


def test_server_that_is_not_there_accepts_no_connection(website):
    visitor = website.client(may_reach=lambda address, port: True)

    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"

        assert failure(visitor, url) is exceptions.HostUnreachable


def test_name_that_does_not_exist_has_no_server(website):
    assert failure(website.client(), "http://nothing.invalid/") is exceptions.HostUnknown


def test_server_without_tls_answers_no_https(website):
    url = website.url("/").replace("http:", "https:")

    assert failure(website.client(), url) is exceptions.AnswerBroken


# Redirects


def test_permanent_redirects_say_where_a_page_has_moved(website):
    website.url("/c", OK)
    website.url("/b", redirect("/c", 308))

    visit = website.client().visit(website.url("/a", redirect(website.url("/b") + "#part")))

    assert visit == Visit(200, moved_to=website.url("/c"))


@pytest.mark.parametrize("code", [302, 303, 307])
def test_temporary_redirects_are_followed_and_not_proposed(website, code):
    website.url("/d", OK)
    website.url("/c", redirect("/d", 301))
    website.url("/b", redirect("/c", code))

    visits = [
        website.client().visit(website.url("/b")),
        website.client().visit(website.url("/a", redirect("/b", 301))),
    ]

    assert visits == [Visit(200), Visit(200, moved_to=website.url("/b"))]


def test_redirect_in_latin_and_other_letters_is_followed(website):
    website.url("/caf%C3%A9%20x", OK)

    visit = website.client().visit(website.url("/a", redirect("/caf\u00c3\u00a9 x")))

    assert visit == Visit(200, moved_to=website.url("/caf%C3%A9%20x"))


def test_redirects_in_a_circle_have_failed(website):
    website.url("/b", redirect("/a"))

    assert failure(website.client(), website.url("/a", redirect("/b", 302))) is (
        exceptions.RedirectsInCircle
    )
    assert website.requests == [("HEAD", "/a"), ("HEAD", "/b")]


def test_circle_that_a_cookie_would_open_is_for_a_person_to_judge(website):
    url = website.url("/a", redirect("/a", 302, Set_Cookie="seen=1"))

    assert failure(website.client(), url) is exceptions.CookiesDemanded


def test_redirects_without_end_have_failed(website):
    for number in range(30):
        website.url(f"/{number}", redirect(f"/{number + 1}"))

    assert failure(website.client(), website.url("/0")) is exceptions.TooManyRedirects
    assert len(website.requests) == 11


def test_redirects_take_no_longer_than_all_may_take(website):
    for number in range(10):
        slow = to_get_only(redirect(f"/{number + 1}"), say_nothing)
        website.url(f"/{number}", slow)

    assert failure(website.client(total_seconds=0.5), website.url("/0")) is (
        exceptions.AnswerTooLate
    )


def test_redirect_to_a_private_address_is_not_followed(website):
    url = website.url("/a", redirect("http://10.0.0.1/secret"))

    with pytest.raises(exceptions.HostNotPublic) as caught:
        website.client().visit(url)

    assert str(caught.value) == (
        "It leads to http://10.0.0.1/secret. The address is on a private network, where readers "
        "cannot go: link to a public one."
    )


def test_password_in_an_address_goes_nowhere(website):
    website.url("/b", OK)
    location = website.url("/b").replace("//", "//user:secret@")

    visit = website.client().visit(website.url("/a", redirect(location)))

    assert visit.moved_to == website.url("/b")
    assert [set(headers) & {"Authorization", "Cookie"} for headers in website.headers] == [
        set(),
        set(),
    ]


# Where we go


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
def test_private_address_is_refused(host):
    assert issubclass(failure(WebClient(), f"http://{host}/"), exceptions.NotVisited)


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "2606:4700::1111", "::ffff:93.184.215.14", "64:ff9b::93.184.215.14"],
)
def test_public_address_is_one_that_everybody_reaches(address):
    assert is_public(address)


def test_name_with_a_private_address_beside_a_public_one_is_refused(website):
    visitor = WebClient(look_up=lambda host, seconds: ["93.184.215.14", "127.0.0.1"])

    assert failure(visitor, website.url("/page", OK)) is exceptions.HostNotPublic
    assert website.requests == []


def test_connection_goes_to_the_address_that_was_checked(website):
    asked = []

    def look_up_once(host: str, seconds: float) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    visitor = website.client(look_up=look_up_once)
    visit = visitor.visit(f"http://school.example:{website.port}/page")

    assert (visit, asked) == (Visit(404), ["school.example"])
    assert {headers["Host"] for headers in website.headers} == {f"school.example:{website.port}"}


def test_second_address_of_a_host_is_tried_where_the_first_is_silent(website):
    visitor = website.client(
        look_up=lambda host, seconds: ["127.0.0.2", "127.0.0.1"],
        may_reach=lambda address, port: True,
    )

    assert visitor.visit(f"http://school.example:{website.port}/page") == Visit(404)


def test_name_that_no_host_can_have_has_no_server():
    with pytest.raises(OSError, match="no possible name"):
        look_up("a" * 70 + ".example", 1)


def test_name_that_is_not_found_in_time_is_too_late(website):
    def look_up_for_long(host: str, seconds: float) -> list[str]:
        raise TimeoutError

    assert failure(website.client(look_up=look_up_for_long), "http://school.example/") is (
        exceptions.AnswerTooLate
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
def test_address_is_read_as_browsers_read_it(url, expected):
    assert parse_url(url).url == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("ftp://example.org/", exceptions.AddressUnreadable),
        ("file:///etc/passwd", exceptions.AddressUnreadable),
        ("http:///page", exceptions.AddressUnreadable),
        ("http://example.org\\@127.0.0.1/", exceptions.AddressUnreadable),
        ("http://exa\tmple.org/", exceptions.AddressUnreadable),
        ("http://example.org/\r\nHost: other", exceptions.AddressUnreadable),
        ("http://example.org:99999/", exceptions.AddressUnreadable),
        ("http://a..b/", exceptions.AddressUnreadable),
        ("http://exa mple.org/", exceptions.AddressUnreadable),
        ("http://example.org/\ud800", exceptions.AddressUnreadable),
        ("http://example.org:22/", exceptions.PortRefused),
        ("http://example.org:0/", exceptions.PortRefused),
    ],
)
def test_address_that_leads_astray_is_refused(url, expected):
    assert failure(WebClient(), url) is expected


def test_delay_is_read_as_a_number_or_a_date():
    soon = datetime.now(UTC) + timedelta(minutes=5)

    assert [read_delay("120"), read_delay(""), read_delay("soon"), read_delay("-1")] == [
        120,
        None,
        None,
        None,
    ]
    assert read_delay(http_date(soon.timestamp())) == pytest.approx(300, abs=5)
    assert read_delay("Thu, 01 Jan 1970 00:00:00 GMT") == 0

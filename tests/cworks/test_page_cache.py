"""What the layer around Django keeps, and for whom."""

import pytest

from tests.support.page_caches import TEXT, CachedSite, kept_connections


@pytest.fixture(autouse=True)
def _kept_connections():
    with kept_connections():
        yield


def test_page_is_rendered_once_for_all():
    site = CachedSite()

    first, second = site.get(), site.get(user_agent="Someone else", cookie="sessionid=x")

    assert site.rendered == ["/blog/"]
    assert first == second
    assert first[2].decode() == TEXT


@pytest.mark.parametrize("status", [301, 404])
def test_redirects_and_missing_pages_are_rendered_once(status):
    site = CachedSite(status=status)

    answers = [site.get("/old/")[0] for _ in range(3)]

    assert (answers, site.rendered) == ([status] * 3, ["/old/"])


@pytest.mark.parametrize("headers", [{"content_length": "5"}, {"transfer_encoding": "chunked"}])
def test_request_with_a_body_is_answered_alone(headers):
    site = CachedSite()

    site.get(**headers), site.get(), site.get(**headers)
    site.get(content_length="0")

    assert len(site.rendered) == 3


def test_what_says_nothing_about_caches_is_for_them_for_a_second():
    headers = CachedSite(status=404).get()[1]

    assert headers["Cache-Control"] == "public, max-age=0, s-maxage=1"


@pytest.mark.parametrize(
    "response",
    [
        {"cookies": "a=b"},
        {"headers": {"Vary": "Accept-Language, Cookie"}},
        {"headers": {"Cache-Control": "private"}},
        {"headers": {"Cache-Control": "no-store"}},
        {"headers": {"Cache-Control": "max-age=0, no-cache"}},
        {"status": 302},
        {"status": 400},
        {"status": 429},
        {"status": 500},
        {"status": 503},
    ],
    ids=str,
)
def test_what_is_not_for_everyone_is_rendered_each_time(response):
    site = CachedSite(**response)

    site.get(), site.get()

    assert len(site.rendered) == 2


@pytest.mark.parametrize(
    "address",
    ["/admin/", "/registrations/x/", "/preview/x/", "/media/a.png", "/library/x/files/a.pdf"],
)
def test_private_pages_and_files_go_to_django_each_time(address):
    site = CachedSite()

    site.get(address), site.get(address)

    assert site.rendered == [address, address]


def test_forms_that_are_sent_go_to_django_each_time():
    site = CachedSite()

    site.get(), site.get(method="POST"), site.get(method="POST")

    assert len(site.rendered) == 3


def test_other_hosts_and_pages_are_other_pages():
    site = CachedSite()

    for address in ("/blog/", "/blog/?before=a", "/blog/?before=b", "/tags/"):
        site.get(address), site.get(address)
    site.get("/blog/", host="localhost")

    assert site.rendered == ["/blog/", "/blog/?before=a", "/blog/?before=b", "/tags/", "/blog/"]


@pytest.mark.parametrize("query", ["x=1", "before=a&x=1", "=", "before=" + "a" * 300])
def test_nothing_is_kept_for_queries_that_no_view_knows(query):
    site = CachedSite()

    site.get(f"/blog/?{query}"), site.get(f"/blog/?{query}")

    assert len(site.rendered) == 2
    assert site.cache.pages.bytes + site.cache.made_up.bytes == 0


@pytest.mark.parametrize(
    ("address", "rendered"),
    [
        ("/blog/?utm_source=news&utm_campaign=may", "/blog/"),
        ("/blog/?fbclid=abc", "/blog/"),
        ("/blog/?&", "/blog/"),
        ("/blog/?before=a&fbclid=abc", "/blog/?before=a"),
        ("/blog/?gclid=1&before=a&mc_eid=2", "/blog/?before=a"),
    ],
)
def test_what_newsletters_add_to_links_makes_no_other_page(address, rendered):
    site = CachedSite()
    site.get(rendered)

    site.get(address)

    assert site.rendered == [rendered]


@pytest.mark.parametrize("address", ["/tags/files/", "/wiki/files/history/", "/files/a.pdf"])
def test_page_whose_address_has_the_word_files_is_kept(address):
    site = CachedSite()

    site.get(address), site.get(address)

    assert len(site.rendered) == 1


def test_long_made_up_addresses_take_no_memory():
    site = CachedSite(status=301, headers={"Location": "/x/"})

    for number in range(20):
        site.get(f"/{number}{'a' * 4_000}")

    assert site.cache.made_up.bytes == 0


@pytest.mark.parametrize("first", ["https, http", "http", "https"])
@pytest.mark.parametrize("second", ["https, http", "http", "https"])
def test_secure_and_other_requests_get_different_pages(settings, first, second):
    settings.BEHIND_PROXY = True
    site = CachedSite()

    for forwarded in (first, second):
        site.get(x_forwarded_proto=forwarded)

    is_same = first.startswith("https") == second.startswith("https")
    assert len(site.rendered) == (1 if is_same else 2)


def test_least_recently_used_page_makes_room():
    one = CachedSite()
    one.get("/0/")
    size = one.cache.pages.bytes
    site = CachedSite(max_bytes=size * 4)  # of which three quarters are for pages
    for address in ("/1/", "/2/", "/3/", "/1/", "/4/"):
        site.get(address)
    site.rendered.clear()

    for address in ("/1/", "/3/", "/4/", "/2/"):
        site.get(address)

    assert site.rendered == ["/2/"]
    assert site.cache.pages.bytes <= size * 3


def test_addresses_that_anyone_makes_up_leave_pages_in_memory():
    site = CachedSite(max_bytes=100_000)
    site.get("/blog/")
    site.response["status"] = 404
    for number in range(100):
        site.get(f"/missing/{number}/")
    site.response["status"] = 200
    for number in range(100):
        site.get(f"/search/?q={number}")
        site.get("/blog/", host=f"testserver:{number}")
    site.rendered.clear()

    site.get("/blog/")

    assert site.rendered == []
    assert site.cache.pages.bytes + site.cache.made_up.bytes <= 100_000


def test_hosts_and_addresses_of_pages_take_their_part_of_the_memory():
    site = CachedSite(max_bytes=400_000, status=301, content="")
    for number in range(100):
        site.get("/blog", host=f"testserver:{number:07000}")

    # A quarter of the memory is for what anyone can make up.
    assert 0 < len(site.cache.made_up._pages) * 7_000 <= 100_000

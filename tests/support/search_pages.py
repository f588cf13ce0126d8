"""The search page and its results."""

from lxml import html


def search(client, words: str, **more):
    response = client.get("/search/", {"q": words, **more})
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def titles(page) -> list[str]:
    return [link.text for link in page.xpath("//article/h2/a")]


def notes(page) -> list[str]:
    """Return what the page says about how it searched."""
    return [" ".join(note.text_content().split()) for note in page.find_class("search-notes")[0]]


def found(client, words: str, **more) -> list[str]:
    return titles(search(client, words, **more))

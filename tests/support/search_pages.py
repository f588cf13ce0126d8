"""The search page and its results."""

from lxml import html


def search(client, words: str, **more):
    response = client.get("/search/", {"q": words, **more})
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def found(client, words: str, **more) -> list[str]:
    return [link.text for link in search(client, words, **more).xpath("//article/h2/a")]

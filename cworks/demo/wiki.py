"""Puts the articles of the demo into the wiki, one revision after the other."""

from collections.abc import Iterator

from content.editing.saving import save_entry
from content.links.relinking import relink_unresolved
from cworks.demo.texts import DemoContentError, Text
from wiki.models import Article


def load_articles(loader) -> None:
    """Load the missing articles, parents before their children."""
    loaded: dict[str, Article] = {}
    waiting = list(loader.texts.articles)
    while waiting:
        ready = [text for text in waiting if text.facts.get("parent", "") in {"", *loaded}]
        if not ready:
            raise DemoContentError(f"{waiting[0].name} lies below itself.")
        for text in ready:
            loaded[text.slug] = load_article(
                loader, text, parent=loaded.get(text.facts.get("parent"))
            )
            waiting.remove(text)
    relink_unresolved()


def load_article(loader, text: Text, *, parent: Article | None) -> Article:
    first, *later = versions_of(text)
    review_in = text.facts.get("review_in_days")
    article, created = loader.load_entry(
        Article,
        Text(path=text.path, facts={**text.facts, "title": first["title"]}, body=first["body"]),
        parent=parent,
        review_by=review_in and loader.morning(-review_in).date(),
    )
    if not created:
        return article
    for version in later:
        article.title, article.body = version["title"], loader.resolve(version["body"])
        save_entry(entry=article, by=loader.user(version["by"]), reason=reason_of(version))
        loader.backdate(article, loader.morning(version["days_ago"]))
    return article


def reason_of(version: dict) -> str:
    note = version["note"]
    return f"Suggested by {version['credit']}: {note}" if "credit" in version else note


def versions_of(text: Text) -> Iterator[dict]:
    """Yield the text of each version, oldest first; the file has the newest.

    Raises DemoContentError where a revision undoes what the text does not say.
    """
    title, body = text.facts["title"], text.body
    versions = []
    for revision in text.facts.get("revisions", ()):
        versions.append({**revision, "title": title, "body": body})
        title = revision.get("title_before", title)
        for now, before in revision.get("undo", ()):
            if body.count(now) != 1:
                raise DemoContentError(f"{text.name} does not say exactly once: “{now[:60]}”.")
            body = body.replace(now, before)
    yield {"title": title, "body": body}
    yield from reversed(versions)

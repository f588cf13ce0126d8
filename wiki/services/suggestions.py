"""Readers' suggestions for articles, which editors accept, merge, or decline."""

from django.db import transaction
from django.utils import timezone

from content.editing.merging import Merged, find_marks, merge_texts
from content.editing.publishing_check import find_blocks
from content.editing.saving import save_entry
from content.models import User
from content.rate_limits import sender_of, sends_too_much
from wiki.exceptions import (
    ArticleChanged,
    SuggestionResolved,
    SuggestionUnusable,
    TooManyMessages,
)
from wiki.models import Article, Suggestion

NOTHING_SUGGESTED = "Your text is the same as the article’s. Change something, then send it."
CONFLICTING = (
    "The article has since changed in the same place. Open the suggestion and merge the two."
)
MARKERS_LEFT = (
    "There are still conflict markers in the text. Keep one side of each conflict, and "
    "remove the markers."
)


@transaction.atomic
def suggest_edit(
    *,
    article: Article,
    base_text: str,
    text: str,
    note: str = "",
    name: str = "",
    email: str = "",
    address: str,
) -> Suggestion:
    """Keep a reader's text for an editor to accept or decline.

    `base_text` is the article's text as the reader began with it; `address` is the reader's network
    address, of which only a keyed hash is stored. Raises SuggestionUnusable
    and TooManyMessages.
    """
    # Before the text is rendered, which takes longest.
    sender = sender_of("suggestion", address)
    if sends_too_much(Suggestion.objects.all(), matter="suggestions", sender=sender):
        raise TooManyMessages
    base_text, text = (words.replace("\r\n", "\n") for words in (base_text, text))
    if text.strip() == base_text.strip():
        raise SuggestionUnusable(NOTHING_SUGGESTED)
    # An editor could never accept it.
    blocks = find_blocks(Article(kind=article.kind, title=article.title, body=text))
    if blocks:
        raise SuggestionUnusable(f"An article can’t have this text. {blocks[0].text}")
    return Suggestion.objects.create(
        article=article,
        text=text,
        base_text=base_text,
        note=on_one_line(note),
        name=on_one_line(name),
        email=email,
        sender=sender,
    )


def merge_suggestion(suggestion: Suggestion, article: Article) -> Merged:
    """Merge a suggestion with what the article has become since."""
    return merge_texts(
        base=suggestion.base_text,
        theirs=suggestion.text,
        mine=article.body,
        their_name=suggestion.name or "A reader",
    )


@transaction.atomic
def accept_suggestion(*, suggestion: Suggestion, by: User) -> Article:
    """Save a suggestion into the current article, as a revision that credits the reader.

    Raises SuggestionResolved, SuggestionUnusable.
    """
    article, suggestion = lock(suggestion)
    merged = merge_suggestion(suggestion, article)
    if merged.conflicts:
        raise SuggestionUnusable(CONFLICTING)
    return save_into(article, suggestion, text=merged.text, by=by)


@transaction.atomic
def accept_merged_text(*, suggestion: Suggestion, text: str, seen: int, by: User) -> Article:
    """Save an editor's merged text of a suggestion and its article, crediting the reader.

    `seen` is the newest revision of the article that the editor has seen. Raises
    SuggestionResolved, ArticleChanged, SuggestionUnusable.
    """
    article, suggestion = lock(suggestion)
    if newest_revision(article) != seen:
        raise ArticleChanged
    text = text.replace("\r\n", "\n")
    if find_marks(text):
        raise SuggestionUnusable(MARKERS_LEFT)
    return save_into(article, suggestion, text=text, by=by)


@transaction.atomic
def decline_suggestion(*, suggestion: Suggestion, by: User) -> Suggestion:
    """Raises SuggestionResolved."""
    _, suggestion = lock(suggestion)
    return resolve(suggestion, Suggestion.Status.DECLINED, by=by)


def lock(suggestion: Suggestion) -> tuple[Article, Suggestion]:
    """Lock the suggestion and its article, and return both as they are now."""
    articles = Article.objects.select_for_update(of=["self", "entry_ptr"])
    article = articles.get(pk=suggestion.article_id)
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if suggestion.status != Suggestion.Status.WAITING:
        raise SuggestionResolved
    return article, suggestion


def save_into(article: Article, suggestion: Suggestion, *, text: str, by: User) -> Article:
    article.body = text
    # The article's form refuses the same texts.
    blocks = find_blocks(article)
    if blocks:
        raise SuggestionUnusable(f"It can’t be saved like this. {blocks[0].text}")
    save_entry(entry=article, by=by, reason=credit(suggestion))
    resolve(suggestion, Suggestion.Status.ACCEPTED, by=by)
    return article


def resolve(suggestion: Suggestion, status: str, *, by: User) -> Suggestion:
    suggestion.status, suggestion.resolved_at, suggestion.resolved_by = status, timezone.now(), by
    suggestion.save(update_fields=["status", "resolved_at", "resolved_by"])
    return suggestion


def credit(suggestion: Suggestion) -> str:
    """Return the reason for the article's history."""
    words = f"Suggested by {suggestion.name or 'a reader'}"
    return f"{words}: {suggestion.note}" if suggestion.note else words


def newest_revision(article: Article) -> int | None:
    return article.revisions.newest_first().values_list("pk", flat=True).first()


def on_one_line(text: str) -> str:
    return " ".join(text.split())

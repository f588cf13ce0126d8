class WikiError(Exception):
    """This cannot be done in the wiki."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or " ".join(self.__doc__.split()))


class TooManyMessages(WikiError):
    """Several messages came from you in the last hour. Please wait a while; your text is kept."""


class SuggestionSettled(WikiError):
    """Somebody has accepted or declined this suggestion already."""


class SuggestionConflicts(WikiError):
    """The article has changed since, in the same place: open the suggestion and merge the two."""


class NothingSuggested(WikiError):
    """Your text is the same as the article’s: change something, then send it."""


class SameFile(WikiError):
    """This is the file that readers get already: choose the new one."""


class FileDownloaded(WikiError):
    """Readers have downloaded this file and may have kept its address: replace it instead."""


class SuggestionUnusable(WikiError):
    """This text cannot be published."""


class ArticleChanged(WikiError):
    """Somebody has changed the article meanwhile. What is below has their change in it too; nothing
    is saved yet."""


class MarksLeft(WikiError):
    """Some lines still mark where the two texts differ: decide there, and take the marks out."""

from content.exceptions import AppError


class WikiError(AppError):
    message = "This cannot be done in the wiki."


class TooManyMessages(WikiError):
    message = (
        "Several messages came from you in the last hour. Please wait a while; your text is kept."
    )


class SuggestionSettled(WikiError):
    message = "Somebody has accepted or declined this suggestion already."


class SuggestionConflicts(WikiError):
    message = (
        "The article has changed since, in the same place: open the suggestion and merge the two."
    )


class NothingSuggested(WikiError):
    message = "Your text is the same as the article’s: change something, then send it."


class SameFile(WikiError):
    message = "This is the file that readers get already: choose the new one."


class FileDownloaded(WikiError):
    message = "Readers have downloaded this file and may have kept its address: replace it instead."


class SuggestionUnusable(WikiError):
    message = "This text cannot be published."


class ArticleChanged(WikiError):
    message = (
        "Somebody has changed the article meanwhile. What is below has their change in it too; "
        "nothing is saved yet."
    )


class ConflictMarksLeft(WikiError):
    message = (
        "Some lines still mark where the two texts differ: decide there, and take the marks out."
    )

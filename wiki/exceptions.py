from content.exceptions import AppError


class WikiError(AppError):
    message = "This can’t be done in the wiki."


class TooManyMessages(WikiError):
    message = (
        "You have sent several messages in the last hour. Please wait a while; your text is kept."
    )


class SuggestionResolved(WikiError):
    message = "Someone has already accepted or declined this suggestion."


class SuggestionConflicts(WikiError):
    message = (
        "The article has since changed in the same place. Open the suggestion and merge the two."
    )


class NothingSuggested(WikiError):
    message = "Your text is the same as the article’s. Change something, then send it."


class SameFile(WikiError):
    message = "This file is the same as the current version. Choose the new one."


class FileDownloaded(WikiError):
    message = (
        "Readers have downloaded this file and may have saved its address. Replace it instead."
    )


class SuggestionUnusable(WikiError):
    message = "This text can’t be published."


class ArticleChanged(WikiError):
    message = (
        "Someone has changed the article in the meantime. The text below includes their change; "
        "nothing is saved yet."
    )


class ConflictMarksLeft(WikiError):
    message = (
        "There are still conflict markers in the text. Keep one side of each conflict, and "
        "remove the markers."
    )

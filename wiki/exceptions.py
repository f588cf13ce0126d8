from content.exceptions import AppError


class WikiError(AppError):
    message = "This can’t be done in the wiki."


class TooManyMessages(WikiError):
    message = (
        "You have sent several messages in the last hour. Please wait a while; your text is kept."
    )


class SuggestionResolved(WikiError):
    message = "Someone has already accepted or declined this suggestion."


class SameFile(WikiError):
    message = "This file is the same as the current version. Choose the new one."


class FileDownloaded(WikiError):
    message = (
        "Readers have downloaded this file and may have saved its address. Replace it instead."
    )


class SuggestionUnusable(WikiError):
    message = "This suggestion can’t be used. Change its text, and try again."


class ArticleChanged(WikiError):
    message = (
        "Someone has changed the article in the meantime. The text below includes their change; "
        "nothing is saved yet."
    )

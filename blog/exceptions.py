from content.exceptions import AppError


class BlogError(AppError):
    message = "The blog can’t do this."


class CommentsClosed(BlogError):
    message = "Comments on this post are closed."


class TooManyComments(BlogError):
    message = (
        "You have sent several comments within the last hour. Please wait a while and send this "
        "one again. Your text is still below."
    )


class CommenterBanned(BlogError):
    message = "We don’t accept comments from this email address at the moment."


class PartsChanged(BlogError):
    message = (
        "Someone else has just changed the parts of this series. Here they are as they are now: "
        "move them again."
    )

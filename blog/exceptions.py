from content.exceptions import AppError


class BlogError(AppError):
    message = "This cannot be done on the blog."


class CommentsClosed(BlogError):
    message = "Comments under this post are closed."


class TooManyComments(BlogError):
    message = (
        "Several comments came from you in the last hour. Please wait a while; your text is kept."
    )

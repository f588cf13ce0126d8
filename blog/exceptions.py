class BlogError(Exception):
    """This cannot be done on the blog."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class CommentsClosed(BlogError):
    """Comments under this post are closed."""


class TooManyComments(BlogError):
    """Several comments came from you in the last hour. Please wait a while; your text is kept."""

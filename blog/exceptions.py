class BlogError(Exception):
    """This cannot be done on the blog."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class CommentsClosed(BlogError):
    """Comments under this post are closed."""

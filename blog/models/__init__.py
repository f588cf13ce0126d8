from blog.models.comments import Comment, CommentBan, SpamWord
from blog.models.posts import Post
from blog.models.series import Series

__all__ = ["Comment", "CommentBan", "Post", "Series", "SpamWord"]

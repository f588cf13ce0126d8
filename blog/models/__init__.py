from blog.models.comments import Comment
from blog.models.posts import Post
from blog.models.series import Series

__all__ = ["Comment", "Post", "Series"]

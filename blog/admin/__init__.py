from blog.admin import comments, posts, series

__all__ = ["comments", "posts", "series"]

from blog.admin import comments, posts, series, spam

__all__ = ["comments", "posts", "series", "spam"]

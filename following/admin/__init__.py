from following.admin import follows, newsletters

__all__ = ["follows", "newsletters"]

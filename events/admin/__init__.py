from events.admin import consent, events, series

__all__ = ["consent", "events", "series"]

from submissions.admin import reply_templates, submissions

__all__ = ["reply_templates", "submissions"]

"""Imports this app's jobs, so that the queue's worker finds them."""

from wiki.services.page_readings import forget_readings, read_address
from wiki.services.pdf_texts import read_text

__all__ = ["forget_readings", "read_address", "read_text"]

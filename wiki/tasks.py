"""Imports this app's jobs, so that the queue's worker finds them."""

from wiki.services.pdf_texts import read_text

__all__ = ["read_text"]

"""The jobs of this app, for the queue's worker to find."""

from wiki.services.pdf_texts import read_text

__all__ = ["read_text"]

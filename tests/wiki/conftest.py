from tests.content.conftest import empty_queue

__all__ = ["empty_queue"]

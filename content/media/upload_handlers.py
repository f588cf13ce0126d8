from contextlib import suppress

from django.core.files.uploadhandler import TemporaryFileUploadHandler


class TidyTemporaryFileUploadHandler(TemporaryFileUploadHandler):
    """Deletes a temporary file at once if the disk has no room for all of it."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            with suppress(OSError):
                self.file.close()
            raise

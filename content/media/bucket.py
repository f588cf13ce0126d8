"""Uploads in S3-compatible storage. See docs/decisions/uploads-in-s3.md."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation, SuspiciousOperation
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from content.media.file_types import file_type_of

MEGABYTE = 1024 * 1024


class BucketStorage(S3Storage):
    """Keeps files in a private bucket, and fails as a disk does: with OSError.

    S3 stores a file completely, or not at all.
    """

    def __init__(self, **options) -> None:
        # Servers other than Amazon's may know neither hosts for buckets nor its newer checksums.
        config = Config(
            connect_timeout=5,
            read_timeout=30,
            retries={"mode": "standard", "total_max_attempts": 3},
            s3={"addressing_style": "path"},
            signature_version="s3v4",
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        defaults = {"file_overwrite": True, "client_config": config}
        # What is larger is read into a temporary file.
        super().__init__(max_memory_size=8 * MEGABYTE, **defaults, **options)

    def url(self, name: str, **options) -> str:
        """Return the address on the site, which decides who may have the file."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name).lstrip("/"))

    def signed_address(
        self, name: str, *, seconds: int, content_type: str, disposition: str, method: str = "GET"
    ) -> str:
        """Return an address at the bucket's server that anyone can use until it expires."""
        parameters = {
            "ResponseContentType": content_type,
            "ResponseContentDisposition": disposition,
        }
        with as_os_errors(name):
            return super().url(name, parameters=parameters, expire=seconds, http_method=method)

    def get_object_parameters(self, name: str) -> dict[str, str]:
        """Return what a CDN says of a file: a browser shows only what can't run anything."""
        file_type = file_type_of(name)
        return {
            "ContentType": file_type.content_type,
            "ContentDisposition": "inline" if file_type.inline else "attachment",
            "CacheControl": "public, max-age=31536000, immutable",
        }

    def _normalize_name(self, name: str) -> str:
        try:
            return super()._normalize_name(name)
        except SuspiciousOperation as error:
            raise SuspiciousFileOperation(str(error)) from error

    def _open(self, name: str, mode: str = "rb") -> File:
        with as_os_errors(name):
            file = super()._open(name, mode)
            try:
                if "r" in mode:
                    _ = file.file  # Downloads it here, rather than at the first read.
            except BaseException:
                file.close()
                raise
            return file

    def _save(self, name: str, content: File) -> str:
        with as_os_errors(name):
            return super()._save(name, content)

    def delete(self, name: str) -> None:
        with as_os_errors(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with as_os_errors(name):
            return super().exists(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with as_os_errors(path):
            return super().listdir(path)

    def size(self, name: str) -> int:
        with as_os_errors(name):
            return super().size(name)

    def get_modified_time(self, name: str):
        with as_os_errors(name):
            return super().get_modified_time(name)

    def all_files(self) -> Iterator[tuple[str, int]]:
        """Yield the path and the size of every file."""
        with as_os_errors(""):
            for each in self.bucket.objects.filter(Prefix=self.location):
                yield each.key.removeprefix(self.location).lstrip("/"), each.size


@contextmanager
def as_os_errors(name: str) -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        answer = getattr(error, "response", {}).get("ResponseMetadata", {})
        if answer.get("HTTPStatusCode") == 404:
            raise FileNotFoundError(errno.ENOENT, "It isn’t in the bucket", name) from error
        raise OSError(errno.EIO, f"The bucket can’t be used: {error}", name) from error

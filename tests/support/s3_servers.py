"""moto's S3 server, in a process of its own."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.files.storage import storages

from tests.support.database_servers import get_free_port

TIMEOUT = 60  # seconds; only a failing test waits that long


@dataclass
class S3Server:
    process: subprocess.Popen
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def storage_settings(self) -> dict:
        return {
            "BACKEND": "content.media.bucket.BucketStorage",
            "OPTIONS": {
                "bucket_name": "uploads",
                "endpoint_url": self.address,
                "region_name": "us-east-1",
                "access_key": "key",
                "secret_key": "secret",
            },
        }

    def create_empty_bucket(self) -> None:
        bucket = storages.create_storage(self.storage_settings()).bucket
        if bucket.creation_date:
            bucket.objects.delete()
        else:
            bucket.create()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def run_s3_server() -> Iterator[S3Server]:
    port = get_free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server = S3Server(process, port)
    try:
        wait_until_ready(server)
        yield server
    finally:
        server.kill()


def wait_until_ready(server: S3Server) -> None:
    give_up_at = time.monotonic() + TIMEOUT
    while time.monotonic() < give_up_at and server.process.poll() is None:
        try:
            urllib.request.urlopen(f"{server.address}/moto-api/", timeout=TIMEOUT).close()
            return
        except urllib.error.HTTPError as error:
            error.close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("moto doesn't answer.")

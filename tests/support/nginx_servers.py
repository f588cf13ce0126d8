"""The real nginx in front of a site, with the configuration in docs/nginx.conf."""

import http.client
import os
import re
import shutil
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cworks.environment import BASE_DIR
from tests.support.database_servers import get_free_port

DOCUMENTED = BASE_DIR / "docs" / "nginx.conf"
# What the site needs behind it.
ENVIRONMENT = {"BEHIND_PROXY": "yes", "MEDIA_ACCEL_PATH": "/protected-media/"}
MACHINE = "server 127.0.0.1:8000 max_fails=3 fail_timeout=1s;"
TIMEOUT = 20  # seconds; only a failing test waits that long
# As Debian's nginx.conf, in a folder of its own.
AROUND = """
{user}
worker_processes auto;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 768; }}
http {{
    sendfile on;
    tcp_nopush on;
    types_hash_max_size 2048;
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    gzip on;
    include {folder}/site.conf;
}}
"""


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def __getitem__(self, name: str) -> str | None:
        return self.headers[name]


@dataclass
class NginxServer:
    folder: Path
    port: int
    plain_port: int

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def connect(self) -> http.client.HTTPSConnection:
        context = ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=TIMEOUT, context=context)

    def ask(self, path: str, *, method: str = "GET", body: str = "", **headers: str) -> Answer:
        """Return the answer. Redirects aren't followed."""
        client = self.connect()
        try:
            return ask(client, path, method=method, body=body, **headers)
        finally:
            client.close()


def ask(
    client: http.client.HTTPConnection, path: str, *, method: str = "GET", body: str = "", **headers
) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    client.request(method, path, body=body or None, headers=named)
    response = client.getresponse()
    return Answer(response.status, response.headers, response.read())


def find_nginx() -> str | None:
    # Debian's path for programs of the administrator isn't on everyone's.
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def run_nginx(
    *,
    site_port: int,
    media_root: Path,
    static_root: Path,
    more: str = "",
    other_ports: Sequence[int] = (),
) -> Iterator[NginxServer]:
    """Run nginx until the context ends. `more` is added to its server for HTTPS.

    `other_ports` are those of the site's other machines.
    """
    program = find_nginx()
    if program is None:
        raise RuntimeError("nginx is not installed.")
    with tempfile.TemporaryDirectory(prefix="cworks-nginx-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        server = NginxServer(folder, get_free_port(), get_free_port())
        make_certificate(folder)
        (folder / "site.conf").write_text(
            adapted(
                DOCUMENTED.read_text(),
                server,
                ports=[site_port, *other_ports],
                media_root=media_root,
                static_root=static_root,
                more=more,
            )
        )
        user = "user root;" if os.getuid() == 0 else ""
        (folder / "nginx.conf").write_text(AROUND.format(user=user, folder=folder))
        process = subprocess.Popen(
            [program, "-p", name, "-c", f"{name}/nginx.conf", "-e", f"{name}/error.log"]
        )
        try:
            wait_until_ready(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(TIMEOUT)


def adapted(
    text: str,
    server: NginxServer,
    *,
    ports: Sequence[int],
    media_root: Path,
    static_root: Path,
    more: str,
) -> str:
    """Return the documented configuration with other names, paths, and ports."""
    changes = {
        MACHINE: " ".join(MACHINE.replace("8000", str(port)) for port in ports),
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl http2;\n": "",
        "listen 80;": f"listen 127.0.0.1:{server.plain_port};",
        "listen 443 ": f"listen 127.0.0.1:{server.port} ",
        "www.example.org example.org;": "127.0.0.1;",
        "/etc/letsencrypt/live/www.example.org/fullchain.pem": f"{server.folder}/certificate.pem",
        "/etc/letsencrypt/live/www.example.org/privkey.pem": f"{server.folder}/key.pem",
        "/var/cache/competencyworks": f"{server.folder}/cache",
        "/var/log/nginx": str(server.folder),
        "/srv/competencyworks/var/media/": f"{media_root}/",
        "/srv/competencyworks/staticfiles/": f"{static_root}/",
    }
    for documented, ours in changes.items():
        if documented not in text:
            raise ValueError(f"docs/nginx.conf doesn't have {documented!r} anymore.")
        text = text.replace(documented, ours)
    # The server for HTTPS is the last block.
    return re.sub(r"\}\s*\Z", f"{more}\n}}\n", text)


def make_certificate(folder: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-days", "2"),
            *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", f"{folder}/key.pem", "-out", f"{folder}/certificate.pem"),
        ],
        check=True,
        capture_output=True,
    )


def wait_until_ready(server: NginxServer, process: subprocess.Popen) -> None:
    give_up_at = time.monotonic() + TIMEOUT
    while time.monotonic() < give_up_at and process.poll() is None:
        with closing(server.connect()) as client:
            try:
                client.connect()
            except OSError:
                time.sleep(0.02)
            else:
                return
    log = server.folder / "error.log"
    raise RuntimeError(f"nginx does not answer. {log.read_text() if log.exists() else ''}")

"""Build deploy/Dockerfile and start deploy/compose.yaml in a folder, on a machine without Docker.

To try what the image and the services do: each step and each service gets a root file system of its
own, with the user, the volumes, and the read-only root that the two files say. All share the
network of the machine. The base images are replaced: Python's by Debian 13, which has the same
version, and PostgreSQL's and Caddy's by Debian's packages.

Run it as root on Debian with debootstrap installed; Ctrl-C stops the site:

    .venv/bin/python deploy/without_docker.py /srv/try
"""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import yaml

SOURCE = Path(__file__).resolve().parents[1]
MIRROR = "http://deb.debian.org/debian"
# The certificates that this machine trusts besides Debian's, such as that of a proxy.
OWN_CERTIFICATES = Path("/usr/local/share/ca-certificates")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
POSTGRESQL = "/usr/lib/postgresql/17/bin"
STARTS_WITHIN = 120  # seconds
WITHOUT_RIGHTS = "--no-new-privs --bounding-set=-all --inh-caps=-all"


class Root:
    """A root file system in a folder, with what a Dockerfile has said of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.environment = {"PATH": PATH}
        self.folder, self.user = "/", "root"
        self.entrypoint: list[str] = []
        self.command: list[str] = []

    def inside(self, path: str) -> Path:
        """Return where a path of this root is, whose links lead to places in it, too."""
        resolve: list[str | Path] = [
            "chroot",
            self.path,
            "readlink",
            "--canonicalize-missing",
            path,
        ]
        return self.path / subprocess.check_output(resolve, text=True).strip().lstrip("/")

    def run(self, command: str) -> None:
        """Run a step of the build. What it mounts ends with it."""
        steps = [
            f"mount -t proc proc {self.path}/proc",
            f"mount --rbind /dev {self.path}/dev",
            f"exec chroot {self.path} sh -ec {shlex.quote(f'cd {self.folder}; {command}')}",
        ]
        environment = {**self.environment, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*in_namespaces(steps)], check=True, env=environment)

    def start(
        self,
        command: list[str],
        *,
        volumes: dict[str, Path],
        environment: dict[str, str],
        is_read_only: bool,
        has_rights: bool,
    ) -> subprocess.Popen:
        """Start a service as the root's user, with an empty /tmp."""
        steps = [f"mount --bind {self.path} {self.path}"]
        for inside, outside in volumes.items():
            steps.append(f"mount --bind {outside} {self.inside(inside)}")
        identity = f"--reuid={self.user} --regid={self.user} --clear-groups"
        rights = "" if has_rights else WITHOUT_RIGHTS
        steps += [
            f"mount -t proc proc {self.path}/proc",
            f"mount --rbind /dev {self.path}/dev",
            f"mount -t tmpfs tmpfs {self.path}/tmp",
            f"mount -o remount,bind,{'ro' if is_read_only else 'rw'} {self.path}",
            f"exec chroot {self.path} setpriv {identity} {rights} sh -ec "
            + shlex.quote(f"cd {self.folder}; exec {shlex.join(command)}"),
        ]
        return subprocess.Popen(in_namespaces(steps), env={**self.environment, **environment})


def in_namespaces(steps: list[str]) -> list[str]:
    unshare = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-ec"]
    return [*unshare, "\n".join(steps)]


def debian(path: Path, packages: str, *, after: str = "true") -> Root:
    """Return a Debian 13 with these packages, unless it is there already."""
    root = Root(path)
    if path.exists():
        return root
    unfinished = path.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    subprocess.run(["debootstrap", "--variant=minbase", "trixie", unfinished, MIRROR], check=True)
    for name in ("hosts", "resolv.conf"):
        shutil.copy(f"/etc/{name}", unfinished / "etc")
    if OWN_CERTIFICATES.is_dir():
        own = Root(unfinished).inside(str(OWN_CERTIFICATES))
        shutil.copytree(OWN_CERTIFICATES, own, dirs_exist_ok=True)
    install = "apt-get update -qq && apt-get install -y -qq --no-install-recommends"
    Root(unfinished).run(f"{install} ca-certificates {packages}; {after}")
    unfinished.rename(path)
    return root


def build(folder: Path) -> Root:
    """Follow the Dockerfile, and return the root of its last stage."""
    stages: list[Root] = []
    text = (SOURCE / "deploy/Dockerfile").read_text()
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        instruction, _, rest = line.partition(" ")
        if instruction in ("", "#"):
            continue
        print("==>", line, flush=True)
        if instruction == "FROM":
            path = folder / f"stage-{len(stages) + 1}"
            subprocess.run(["rm", "-rf", path], check=True)
            subprocess.run(["cp", "-a", python_image(folder).path, path], check=True)
            stages.append(Root(path))
        elif instruction == "COPY":
            copy(rest.split(), stages[-1], stages)
        else:
            follow(instruction, rest, stages[-1])
    return stages[-1]


def follow(instruction: str, rest: str, root: Root) -> None:
    match instruction:
        case "WORKDIR":
            root.folder = rest
            root.inside(rest).mkdir(parents=True, exist_ok=True)
        case "ENV":
            for name, _, value in (word.partition("=") for word in shlex.split(rest)):
                root.environment[name] = value.replace("$PATH", root.environment["PATH"])
        case "RUN":
            root.run(rest)
        case "USER":
            root.user = rest
        case "ENTRYPOINT":
            root.entrypoint = json.loads(rest)
        case "CMD":
            root.command = json.loads(rest)
        case "VOLUME" | "EXPOSE" | "HEALTHCHECK":
            pass
        case _:
            sys.exit(f"This doesn’t know the Dockerfile’s {instruction}.")


def python_image(folder: Path) -> Root:
    link = "ln -s /usr/bin/python3 /usr/local/bin/python"
    uv = "python3 -m venv /opt/uv; /opt/uv/bin/python -m pip install --quiet uv"
    return debian(folder / "python", "python3 python3-venv", after=f"{link}; {uv}")


def copy(words: list[str], root: Root, stages: list[Root]) -> None:
    *sources, target = words
    if sources[0].startswith("--from=ghcr.io/astral-sh/uv"):
        root.inside("/usr/local/bin/uv").symlink_to("/opt/uv/bin/uv")
    elif sources[0] == "--from=build":
        root.inside(target).parent.mkdir(parents=True, exist_ok=True)
        built = stages[0].inside(sources[1])
        subprocess.run(
            ["cp", "-a", "--no-target-directory", built, root.inside(target)], check=True
        )
    else:
        ignored = (SOURCE / ".dockerignore").read_text().split()
        at_top = [f"--exclude=./{each}" for each in ignored if not each.startswith("**/")]
        anywhere = [f"--exclude={each[3:]}" for each in ignored if each.startswith("**/")]
        excluded = ["--anchored", "--no-wildcards-match-slash", *at_top, "--no-anchored", *anywhere]
        tar: list[str | Path] = ["tar", "--create", "--directory", SOURCE, *excluded, *sources]
        packed = subprocess.run(tar, check=True, stdout=subprocess.PIPE).stdout
        unpack: list[str | Path] = ["tar", "--extract", "--directory", root.inside(root.folder)]
        subprocess.run([*unpack, "--no-same-owner"], check=True, input=packed)


class Site:
    """The services of compose.yaml."""

    def __init__(self, folder: Path, image: Root) -> None:
        self.folder, self.image = folder, image
        text = (SOURCE / "deploy/compose.yaml").read_text()
        filled_in = re.sub(r"\$\{(\w+):-(.*?)\}", lambda m: os.environ.get(m[1]) or m[2], text)
        self.services = yaml.safe_load(filled_in)["services"]
        self.running: list[subprocess.Popen] = []

    def volumes(self, service: str) -> dict[str, Path]:
        """Return {folder of the service: the folder here}."""
        found = {}
        for volume in self.services[service]["volumes"]:
            name, inside, *_ = volume.split(":")
            found[inside] = (
                SOURCE / "deploy" / name if "/" in name else self.folder / "volumes" / name
            )
        return found

    def start(self, service: str, root: Root, command: list[str] | None = None) -> subprocess.Popen:
        described, volumes = self.services[service], self.volumes(service)
        for inside, outside in volumes.items():
            is_file = outside.is_file()
            place = root.inside(inside)
            (place.parent if is_file else place).mkdir(parents=True, exist_ok=True)
            place.touch() if is_file else outside.mkdir(parents=True, exist_ok=True)
            if not is_file:
                owner = subprocess.check_output(
                    ["chroot", root.path, "id", "-u", root.user], text=True
                ).strip()
                shutil.chown(outside, int(owner))
                outside.chmod(0o777 if inside == "/var/run/postgresql" else 0o700)
        command = [*root.entrypoint, *(command or described.get("command") or root.command)]
        environment = {name: str(value) for name, value in described["environment"].items()}
        process = root.start(
            command,
            volumes=volumes,
            environment=environment,
            is_read_only=described.get("read_only", False),
            has_rights="cap_drop" not in described,
        )
        self.running.append(process)
        return process

    def run(self) -> None:
        database = debian(self.folder / "postgresql", "postgresql-17")
        database.user = "postgres"
        stored = self.folder / "volumes/database/PG_VERSION"
        data = "/var/lib/postgresql/data"
        is_new = not stored.exists()
        if is_new:
            arguments = self.services["database"]["environment"]["POSTGRES_INITDB_ARGS"].split()
            setup = [f"{POSTGRESQL}/initdb", "--username=competencyworks", "--auth=trust"]
            self.start("database", database, [*setup, *arguments, data]).wait()
        postgres, *options = self.services["database"]["command"]
        self.start("database", database, [f"{POSTGRESQL}/{postgres}", "-D", data, *options])
        ready = [f"{POSTGRESQL}/pg_isready", "--username=competencyworks", "--quiet"]
        wait_until(lambda: self.start("database", database, ready).wait() == 0)
        if is_new:
            create = [f"{POSTGRESQL}/createdb", "--username=competencyworks", "competencyworks"]
            self.start("database", database, create).wait()
        if self.start("migrate", self.image).wait():
            sys.exit("The database couldn’t be migrated.")
        self.start("web", self.image)
        self.start("worker", self.image)
        wait_until(lambda: answers("http://127.0.0.1:8000/healthz"))
        caddy = debian(self.folder / "caddy", "caddy")
        self.services["caddy"]["environment"]["SITE_SERVER"] = "127.0.0.1:8000"
        self.services["caddy"]["environment"] |= {
            "XDG_DATA_HOME": "/data",
            "XDG_CONFIG_HOME": "/config",
        }
        self.start("caddy", caddy, ["caddy", "run", "--config", "/etc/caddy/Caddyfile"])
        print("==> The site is at https://localhost. Ctrl-C stops it.", flush=True)
        signal.pause()

    def stop(self) -> None:
        for process in reversed(self.running):
            # unshare ignores signals, so send them to what it started.
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            if process.poll() is None:
                os.kill(int(children.read_text()), signal.SIGTERM)
                process.wait()


def wait_until(is_so: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + STARTS_WITHIN
    while not is_so():
        if time.monotonic() > give_up_at:
            sys.exit(f"A service hasn’t started within {STARTS_WITHIN} seconds.")
        time.sleep(0.5)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=4) as response:
            return response.status == 200
    except OSError:
        return False


def main() -> None:
    folder = Path(sys.argv[1]).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    site = Site(folder, build(folder))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        site.run()
    except KeyboardInterrupt:
        print("==> Stopping.", flush=True)
    finally:
        site.stop()


main()

"""Follow the quick start of the documentation, word for word, in a new environment with the built wheel.

Its shell blocks are run in order and its captioned Python blocks are appended to the files that they name. Only the
port of the last command is changed, and the password is typed. Then the welcome page and its style sheet must be there.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tools.wheel import ROOT, build

PAGE = ROOT / "docs" / "tutorial" / "quick-start.md"
BLOCK = re.compile(
    r"^```(?P<kind>bash|\{code-block\} python)\n(?::caption: (?P<file>\S+)\n)?(?P<text>.*?)^```$", re.M | re.S
)
SERVER = "python manage.py runserver"
PASSWORD = "a calm and long passphrase"  # noqa: S105 - of a login that lives for a minute
PATIENCE = 300


def main() -> int:
    """Run the quick start; the exit code is 1 if the welcome page doesn't come up."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        script = Path(folder, "quickstart.sh")
        script.write_text("\n".join(["set -euo pipefail", *commands(PAGE.read_text(), port)]))
        print(script.read_text())
        process = subprocess.Popen(
            ["bash", script],
            cwd=folder,
            env=environment(build(Path(folder))),
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            return proof(process, f"http://127.0.0.1:{port}")
        finally:
            stop(process)


def commands(page: str, port: int) -> Iterator[str]:
    """The page's blocks as shell commands; ``ValueError`` if the page doesn't start the server."""
    if page.count(f"```bash\n{SERVER}\n```") != 1:
        message = f"{PAGE.name} must have one block with {SERVER!r} alone."
        raise ValueError(message)
    for block in BLOCK.finditer(page):
        text = block["text"].rstrip("\n")
        if block["file"]:
            yield f"cat >>{shlex.quote(block['file'])} <<'END_OF_BLOCK'\n{text}\nEND_OF_BLOCK"
        elif block["kind"] == "bash":
            yield text.replace(SERVER, f"exec {SERVER} --noreload 127.0.0.1:{port}")


def environment(wheel: Path) -> dict[str, str]:
    """The caller's environment without its Python, and with our wheel as what ``pip install`` finds under our name."""
    constraint = wheel.with_name("constraints.txt")
    constraint.write_text(f"django-client-portal @ {wheel.as_uri()}\n")
    dropped = ("VIRTUAL_ENV", "PYTHON", "DJANGO_", "CLIENT_PORTAL_", "PYENV_VERSION")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    path = os.pathsep.join([str(Path(sys.base_prefix, "bin")), kept.get("PATH", os.defpath)])
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_QUIET": "1"}
    return {**kept, **quiet, "PATH": path, "PIP_CONSTRAINT": str(constraint)}


def proof(process: subprocess.Popen[str], site: str) -> int:
    """Wait for the welcome page and look at it; 0 if it is what the page promises."""
    assert process.stdin is not None  # noqa: S101 - for the type checker: it was opened as a pipe
    process.stdin.write(f"{PASSWORD}\n")
    process.stdin.flush()
    page = wait_for(process, f"{site}/portal/juniper/")
    sheet = re.search(r'<link rel="stylesheet" href="([^"]+)"', page)
    found = "Juniper Counseling" in page and sheet is not None and ".cp-root" in read(site + sheet[1])
    print("The welcome page is up." if found else f"This is not the welcome page:\n{page}")
    return 0 if found else 1


def wait_for(process: subprocess.Popen[str], address: str) -> str:
    """The page at an address as soon as it answers; empty if the commands end or the patience does."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            return read(address)
        except URLError as error:
            if getattr(error, "code", None):
                return f"{address}: {error}"
        time.sleep(0.5)
    return ""


def read(address: str) -> str:
    """The text at an address on this machine."""
    with urlopen(address, timeout=10) as answer:  # noqa: S310 - an address that we made
        return str(answer.read().decode())


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stop(process: subprocess.Popen[str]) -> None:
    """End the server and whatever else the commands started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=20)


if __name__ == "__main__":
    sys.exit(main())

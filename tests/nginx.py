"""The shipped server configuration in a real nginx, on loopback."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
CONFIGURATION = """
daemon off;
pid {run}/pid;
error_log {run}/errors;
worker_processes 1;
events {{}}
http {{
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path {run}/body;
  proxy_temp_path {run}/proxy;
  fastcgi_temp_path {run}/fastcgi;
  uwsgi_temp_path {run}/uwsgi;
  scgi_temp_path {run}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {folder};
    include {root}/deploy/nginx.conf;
  }}
}}
"""
USER = "user root;\n"  # started by root, it would read as nobody what tests wrote as root


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder; the address ends in a slash."""
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert nginx, "nginx is missing: apt-get install nginx-light"
    with tempfile.TemporaryDirectory(prefix="nginx-") as run:
        port = _free_port()
        text = CONFIGURATION.format(run=run, port=port, folder=folder.resolve(), root=ROOT)
        is_root = Path(run).owner() == "root"
        file = Path(run, "nginx.conf")
        file.write_text((USER if is_root else "") + text, encoding="utf-8")
        started = subprocess.Popen([nginx, "-c", str(file), "-p", run, "-e", f"{run}/errors"])
        try:
            _wait(started, port, Path(run, "errors"))
            yield f"http://127.0.0.1:{port}/"
        finally:
            started.terminate()
            started.wait()


def _wait(started: subprocess.Popen[bytes], port: int, errors: Path) -> None:
    deadline = time.monotonic() + 30
    while started.poll() is None and time.monotonic() < deadline:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError(f"nginx did not start: {errors.read_text(encoding='utf-8')}")

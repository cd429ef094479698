"""The shipped server configuration in a real nginx, on loopback."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "deploy/nginx"
CONFIGURATION = """
{modules}
daemon off;
pid {run}/pid;
error_log {run}/errors;
worker_processes 2;
events {{}}
http {{
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path {run}/body;
  proxy_temp_path {run}/proxy;
  fastcgi_temp_path {run}/fastcgi;
  uwsgi_temp_path {run}/uwsgi;
  scgi_temp_path {run}/scgi;
  include {shipped}/http.conf;
  server {{
    listen 127.0.0.1:{port};
    set $jixiao {base};
    include {shipped}/site.conf;
    {more}
  }}
  {others}
}}
"""
# The portal of `subpath.conf`, its commented part put to use.
PORTAL = """
  server {{
    listen 127.0.0.1:{portal};
    location = /jixiao {{ return 301 /jixiao/; }}
    location /jixiao/ {{
      proxy_pass http://127.0.0.1:{port}/;
      proxy_http_version 1.1;
      proxy_redirect / /jixiao/;
    }}
  }}
"""
BROTLI = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"
USER = "user root;\n"  # started by root, it would read as nobody what tests wrote as root


def free_port() -> int:
    """A port of loopback that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a built site; the address ends in a slash."""
    with tempfile.TemporaryDirectory(prefix="jixiao-") as base:
        Path(base, "current").symlink_to(folder.resolve())
        with serving_target(Path(base)) as address:
            yield address


@contextmanager
def serving_target(base: Path, *, brotli: bool = False, portal: bool = False) -> Iterator[str]:
    """Serve what is deployed to a folder, under the portal's path where there is one."""
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert nginx, "nginx is missing: apt-get install nginx-light"
    with tempfile.TemporaryDirectory(prefix="nginx-") as run:
        port, other = free_port(), free_port()
        text = CONFIGURATION.format(
            run=run,
            port=port,
            base=base.absolute(),
            shipped=SHIPPED,
            modules=f"load_module {BROTLI};" if brotli else "",
            more=f"include {SHIPPED}/brotli.conf;" if brotli else "",
            others=PORTAL.format(port=port, portal=other) if portal else "",
        )
        is_root = Path(run).owner() == "root"
        file = Path(run, "nginx.conf")
        file.write_text((USER if is_root else "") + text, encoding="utf-8")
        started = subprocess.Popen([nginx, "-c", str(file), "-p", run, "-e", f"{run}/errors"])
        try:
            _wait(started, port, Path(run, "errors"))
            yield f"http://127.0.0.1:{other}/jixiao/" if portal else f"http://127.0.0.1:{port}/"
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

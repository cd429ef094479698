"""Who else may reach the desk: other sites and programs of the machine, and what they may send."""

import http.client
import json
import os
import re
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from generator.desk import posted
from generator.desk.access import secret
from generator.desk.files import DeskFiles, NoFileError
from tests.conftest import run
from tests.support.made_up import content as made_up
from tests.support.made_up import report
from tests.support.preview import Preview, serving

pytestmark = pytest.mark.slow("starts the desk")

DESK = "/_jixiao/desk/"
EDIT = f"{DESK}edit/reports/2021/gonganju/shili.yml"
POSTS = (EDIT, EDIT.replace("/edit/", "/text/"), EDIT.replace("/edit/", "/undo/"))


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    content = made_up(tmp_path_factory.mktemp("desk"))
    report(content, "shili", 2021)
    with serving(content) as opened:
        yield opened


@pytest.fixture
def file(preview: Preview) -> Path:
    return preview.content / "reports/2021/gonganju/shili.yml"


class Sender:
    """Sends requests as no browser would."""

    def __init__(self, preview: Preview) -> None:
        self.place = urlsplit(preview.address).netloc
        self.key = preview.opening_address.partition("key=")[2]
        self.cookie = f"key-{self.place.rpartition(':')[2]}={self.key}"

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection(self.place, timeout=60)
        given = {"Cookie": self.cookie, **headers}
        named = {name.replace("_", "-"): value for name, value in given.items()}
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        assert "Traceback" not in text
        return answer.status, {name.lower(): one for name, one in answer.getheaders()}, text

    def post(self, path: str, body: bytes, **headers: str) -> tuple[int, dict[str, str], str]:
        kind = "application/x-www-form-urlencoded"
        ours = {"Origin": f"http://{self.place}", "Content_Type": kind}
        return self.ask(path, "POST", body, **{**ours, **headers})


@pytest.fixture
def sender(preview: Preview) -> Sender:
    return Sender(preview)


@pytest.mark.parametrize("origin", [
    "null", "http://elsewhere.example", "https://127.0.0.1", "http://127.0.0.1:1", "file://", "",
])  # fmt: skip
def test_nothing_is_written_for_another_origin(sender: Sender, file: Path, origin: str) -> None:
    before = file.read_bytes()
    for path in POSTS:
        for kind in ("text/plain", "application/x-www-form-urlencoded"):
            status, _, _ = sender.post(path, b"text=x", Origin=origin, Content_Type=kind)
            assert status == 403
    assert file.read_bytes() == before


def test_nothing_is_written_for_whoever_does_not_say_where_it_is(
    sender: Sender, file: Path
) -> None:
    before = file.read_bytes()
    for path in POSTS:
        for more in ({}, {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "none"}):
            assert sender.ask(path, "POST", b"text=x", **more)[0] == 403
        assert sender.ask(path, "OPTIONS", Origin="http://elsewhere.example")[0] == 403
    assert file.read_bytes() == before


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("into", ["iframe", "script", "empty", "image", "serviceworker"])
def test_a_page_elsewhere_loads_nothing_into_itself(sender: Sender, site: str, into: str) -> None:
    for path in (DESK, EDIT, "/reports/2021/gonganju/shili/"):
        assert sender.ask(path, Sec_Fetch_Site=site, Sec_Fetch_Dest=into)[0] == 403
        assert sender.ask(path, Sec_Fetch_Site=site, Sec_Fetch_Dest="document")[0] == 200


def test_every_answer_of_the_desk_says_what_may_be_done_with_it(sender: Sender) -> None:
    for path in (DESK, EDIT, f"{DESK}static/desk.js", f"{DESK}meiyou", f"{DESK}edit/x"):
        _, headers, _ = sender.ask(path)
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("cookie", [
    "", "{name}=", "{name}=%s" % ("x" * 43), "{name}=ä", "x{name}={key}", "{name}={key}x",
])  # fmt: skip
def test_without_the_secret_nobody_sees_anything(sender: Sender, cookie: str) -> None:
    name, key = sender.cookie.split("=")
    given = cookie.format(name=name, key=key)
    for path in (DESK, EDIT, "/", f"{DESK}?key=%C3%A4", f"{DESK}?key=x", f"{DESK}static/desk.js"):
        status, _, text = sender.ask(path, Cookie=given)
        assert (status, "请从终端的网址打开" in text) == (403, True)


@pytest.mark.parametrize("others", ['a:b[{}]="; ', "{name}=set-by-another; ", "ä=ö; =; ;;"])
def test_cookies_of_other_programs_lock_nobody_out(sender: Sender, others: str) -> None:
    before = others.replace("{name}", sender.cookie.partition("=")[0])
    assert sender.ask(DESK, Cookie=f"{before}{sender.cookie}")[0] == 200
    assert sender.ask(DESK, Cookie=f"{sender.cookie}; {before}")[0] == 200


def test_the_secret_leads_to_no_other_machine(sender: Sender) -> None:
    status, headers, _ = sender.ask(f"//elsewhere.example/x?key={sender.key}")
    assert (status, headers["location"]) == (303, "/elsewhere.example/x")
    cookie = headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize("name", [
    "/etc/passwd", "..%2f..%2fsecret", "%2e%2e/site.yml", "reports/2021/gonganju/..%2fx.yml",
    "site.yml%00", "site.yml%0d%0aX: y", "reports%5c2021", "SITE.YML", "pages/index.md", "",
])  # fmt: skip
def test_names_lead_nowhere_else(sender: Sender, name: str) -> None:
    for page in ("edit", "text"):
        assert sender.ask(f"{DESK}{page}/{name}".replace(" ", "%20"))[0] == 404
    for page in ("edit", "text", "undo", "check"):
        path = f"{DESK}{page}/{name}".replace(" ", "%20")
        assert sender.post(path, b"text=x&action=")[0] in (303, 404)


def test_what_lies_behind_a_link_is_not_opened(tmp_path: Path) -> None:
    content, outside = made_up(tmp_path), tmp_path / "2021"
    (outside / "gonganju").mkdir(parents=True)
    (outside / "gonganju/shili.yml").write_text("a: 1\n", encoding="utf-8")
    (content / "reports").mkdir(exist_ok=True)
    (content / "reports/2021").symlink_to(outside)
    (content / "import.yml").unlink(missing_ok=True)
    (content / "import.yml").symlink_to(outside / "gonganju/shili.yml")
    files = DeskFiles(content, tmp_path / "desk")
    for name in ("reports/2021/gonganju/shili.yml", "import.yml", "/etc/passwd", "../x"):
        with pytest.raises(NoFileError):
            files.open(name)


@pytest.mark.parametrize("body", [
    b"digest=%ED%A0%80&action=%ED%A0%80", b"action=" + b"[" * 50_000, b"[" * 50_000 + b"=x",
    b"action=" + json.dumps(["insert", ["x", 0], 5]).encode(), b"%5B-1%5D=x", b"&" * 100_000,
    b"action=" + json.dumps(["put", [], {"a": "b"}]).encode(), b"%5Btrue%5D=x", b"\xff\xfe",
    b"action=" + json.dumps(["remove", [1e9]]).encode(), b"action=%5B%22move%22%2C%5B0%5D%2Ctrue",
    b"&".join(b"a%d=x" % n for n in range(30_000)),
])  # fmt: skip
def test_forms_that_no_browser_sends_change_nothing(
    sender: Sender, file: Path, body: bytes
) -> None:
    before = file.read_bytes()
    for path in (EDIT, EDIT.replace("/edit/", "/check/")):
        assert sender.post(path, body)[0] in (200, 303, 400)
    assert file.read_bytes() == before


def test_bodies_that_are_broken_or_without_end_are_refused(sender: Sender, file: Path) -> None:
    before = file.read_bytes()
    bomb = b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'
                    for _ in range(25_000)) + b"--x--\r\n"  # fmt: skip
    for body in (b"--x\r\nno header", b"", bomb):
        status, _, text = sender.post(EDIT, body, Content_Type="multipart/form-data; boundary=x")
        assert status in (303, 400, 200)
        assert not re.search("[A-Za-z]{3,} [a-z]{3,} [a-z]{3,}", text) or status == 200
    assert sender.post(EDIT, b"x", Content_Type="multipart/form-data")[0] in (400, 303, 200)
    for length in ("99999999999999", "64000001"):
        with socket.create_connection(tuple(sender.place.split(":"))) as connection:  # type: ignore[arg-type]
            said = (f"POST {EDIT} HTTP/1.1\r\nHost: {sender.place}\r\nCookie: {sender.cookie}\r\n"
                    f"Origin: http://{sender.place}\r\nContent-Length: {length}\r\n\r\n")  # fmt: skip
            connection.sendall(said.encode())
            assert connection.recv(99).startswith(b"HTTP/1.1 413 ")
    assert file.read_bytes() == before


def test_as_much_is_taken_as_the_import_says(sender: Sender) -> None:
    found = re.search('data-bytes="([0-9]+)"', sender.ask(f"{DESK}import/")[2])
    assert found
    with socket.create_connection(tuple(sender.place.split(":"))) as connection:  # type: ignore[arg-type]
        said = (f"POST {DESK}import/ HTTP/1.1\r\nHost: {sender.place}\r\nCookie: {sender.cookie}\r\n"
                f"Origin: http://{sender.place}\r\nContent-Length: {found[1]}\r\n"
                "Content-Type: multipart/form-data; boundary=x\r\nExpect: 100-continue\r\n\r\n")  # fmt: skip
        connection.sendall(said.encode())
        assert connection.recv(99).startswith(b"HTTP/1.1 100 ")


def test_old_requests_without_a_host_see_nothing(sender: Sender) -> None:
    host, port = sender.place.split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(f"GET {DESK} HTTP/1.0\r\nCookie: {sender.cookie}\r\n\r\n".encode())
        assert connection.recv(99).startswith(b"HTTP/1.1 403 ")


def test_a_second_desk_of_a_folder_tells_where_the_first_is(preview: Preview) -> None:
    done = run("jixiao", "serve", "--content", preview.content)
    assert done.returncode == 1
    assert f"工作台已经开着：{preview.opening_address} 。" in done.stderr
    with serving(preview.content, "--read-only") as another:
        assert another.ask(EDIT).status == 404


@pytest.mark.skipif(os.name != "posix", reason="the system knows no owners of files")
def test_only_its_owner_reads_the_secret(tmp_path: Path) -> None:
    file = tmp_path / "desk/secret"
    made = secret(file.parent)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret(file.parent) == made
    file.chmod(0o644)
    assert secret(file.parent) != made, "others may have read it"
    assert [one.name for one in file.parent.iterdir()] == ["secret"]


def test_an_action_is_a_change_of_a_place_or_none() -> None:
    for text in ("", "[]", "5", '["remove",[]]', '["remove",[true]]', '["insert",["x",0],5]',
                 '["put",["x"],{"a":1}]', '["remove",["x",1.5]]', "[" * 50_000):  # fmt: skip
        assert posted.action(text) is None

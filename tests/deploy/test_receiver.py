"""The server's half, talked to by hand: what a stolen deploy key would try, none of it works."""

import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.deploy.remote import RECEIVER
from tests.conftest import BIN, ROOT, run, tree
from tests.support import releases
from tests.support.nginx import free_port
from tests.support.releases import deploy, publish, release

pytestmark = pytest.mark.slow("runs the server's half in a shell")

Once = Callable[[str, Callable[[Path], None]], Path]
NAME = "0123456789ab"


@pytest.fixture
def base(once: Once, tmp_path: Path) -> Path:
    """A target of its own with two releases, and next to it the third site, released."""

    def fill(folder: Path) -> None:
        one, two = releases.two_sites(once)
        first, second = releases.copy(one, folder / "one"), releases.copy(two, folder / "two")
        publish(first / "site", folder / "srv")
        publish(second / "site", folder / "srv")

    shutil.copytree(once("receiver", fill), tmp_path / "all", symlinks=True)
    return tmp_path / "all/srv"


def talk(base: Path, *lines: str, signers: Path | None = None) -> list[str]:
    """Send lines, whatever is answered; the answers, without the greeting."""
    command = ["sh", str(RECEIVER), str(base), *([str(signers)] if signers else [])]
    given = "".join(f"{line}\n" for line in lines)
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[1:]


def begun_talk(base: Path, name: str) -> subprocess.Popen[str]:
    """A talk in which a release was begun and its room is open."""
    process = subprocess.Popen(
        ["sh", RECEIVER, base], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"lock\nbegin {name}\n")
    process.stdin.flush()
    while not process.stdout.readline().startswith("room "):
        pass
    return process


def room(base: Path) -> Path:
    return next(f for f in (base / "incoming").iterdir() if f.is_dir())


@pytest.mark.parametrize(
    "lines",
    [
        ["undo x"], ["return x"], ["confirm 0 x"], ["confirm 10 x"], ["publish"], [f"begin {NAME}"],
        ["remove 1", "history"], ["rollback 1 x"], ["lock", "undo x"], ["lock", "return x"],
        ["lock", "publish"], ["lock", "confirm 10 x"], ["lock", "remove 1", "history"],
        ["lock", f"begin {NAME}", "confirm 10 x"], ["lock", f"begin {NAME}", "undo x"],
        ["lock", f"begin {NAME}", "publish"], ["lock", f"begin {NAME}", f"begin {NAME}"],
        ["lock", "begin ../../x"], ["lock", "begin *"], ["lock", "begin"],
        ["lock", "rollback .* x"], ["lock", "rollback 0 x"], ["lock", "rollback"],
        ["lock", f"begin {NAME}", "remove 1", "../../history"],
        ["lock", f"begin {NAME}", "remove 1", "/etc/hostname"],
        ["lock", f"begin {NAME}", "remove 1", "a/../../../current"],
        ["lock", f"begin {NAME}", "remove 1", ""],
        ["lock", f"begin {NAME}", "remove -1"], ["lock", f"begin {NAME}", "remove 1e9"],
        ["read last ../../../history"], ["read last /etc/hostname"], ["read ../.. history"],
        ["read * release/SHA256SUMS"], ["sh -c id"], ["lock; id"], [""], ["\x00\xff"],
    ],
    ids=lambda lines: " | ".join(lines).replace("\x00", "0"),
)  # fmt: skip
def test_out_of_its_place_or_shape_nothing_is_done(base: Path, lines: list[str]) -> None:
    before, served = tree(base), os.readlink(base / "current")  # noqa: PTH115
    answers = talk(base, *lines)
    assert answers[-1].startswith("error "), answers
    assert tree(base) == before
    assert os.readlink(base / "current") == served  # noqa: PTH115


def test_what_was_not_checked_never_serves(base: Path) -> None:
    """A release of one's own making, unsigned, its record not the continuation of the last."""
    served = (base / "current").resolve()
    evil = base.parent / "evil"
    (evil / "release").mkdir(parents=True)
    (evil / "index.html").write_text("PWNED", encoding="utf-8")
    record = b""
    (evil / "release/publications.jsonl").write_bytes(record)
    sums = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(tree(evil).items())
    )
    (evil / "release/SHA256SUMS").write_text(sums, encoding="utf-8")
    name = hashlib.sha256(sums.encode()).hexdigest()[:12]
    process = begun_talk(base, name)
    for file in list(room(base).iterdir()):
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    shutil.copytree(evil, room(base), dirs_exist_ok=True)
    said, _ = process.communicate("publish\nconfirm 10 mallory\n")
    assert "error record" in said
    assert "error usage" in said
    assert (base / "current").resolve() == served
    assert not list((base / "incoming").iterdir())


def test_an_upload_that_goes_on_is_waited_for(base: Path) -> None:
    """What comes in while a release is checked could be put in after the check."""
    incoming = base / "incoming"
    begun = begun_talk(base, NAME)
    command = f"rsync --server -pIRe.LsfxCIvu --timeout=120 --stats . {room(base)}/"
    upload = subprocess.Popen(
        ["sh", RECEIVER, base], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "SSH_ORIGINAL_COMMAND": command},
    )  # fmt: skip
    assert upload.stdin
    assert upload.stdout
    upload.stdout.read(1)  # rsync's greeting: it has come in
    blocked = subprocess.run(["flock", "-xn", incoming, "true"], check=False)
    assert blocked.returncode == 1
    upload.stdin.close()
    upload.stdout.close()
    upload.wait()
    subprocess.run(["flock", "-x", incoming, "true"], check=True)
    holding = subprocess.Popen(["flock", "-x", incoming, "cat"], stdin=subprocess.PIPE)
    while not subprocess.run(["flock", "-xn", incoming, "true"], check=False).returncode:
        pass
    refused = subprocess.run(
        ["sh", RECEIVER, base], input=b"", capture_output=True, check=False,
        env={**os.environ, "SSH_ORIGINAL_COMMAND": command},
    )  # fmt: skip
    assert b"refused" in refused.stderr
    holding.communicate()
    begun.communicate()


def test_what_was_public_is_not_forgotten_with_a_file_that_is_lost(base: Path) -> None:
    """Without the history nobody knows what was published: nothing is thrown away, a person looks."""
    (base / "history").unlink()
    site = base.parent / "one/site"
    before = tree(base)
    done = deploy(site, base)
    assert done.returncode == 1
    assert "history 不见了" in done.stderr
    assert tree(base) == before


def test_a_current_that_is_no_link_is_left_alone(base: Path) -> None:
    (base / "current").unlink()
    (base / "current").mkdir()
    (base / "current/mine").write_text("x", encoding="utf-8")
    done = deploy(base.parent / "one/site", base)
    assert done.returncode == 1
    assert "current 不见了或不是原来的样子" in done.stderr
    assert (base / "current/mine").exists()


def test_a_current_that_was_made_by_hand_serves_again_after_a_failure(base: Path) -> None:
    elsewhere = base.parent / "elsewhere"
    shutil.copytree(base.parent / "one/site", elsewhere)
    (base / "current").unlink()
    (base / "current").symlink_to(elsewhere)
    site = base.parent / "one/site"
    assert release(site, "--since", base).returncode == 0
    done = deploy(site, base, "--url", "http://127.0.0.1:1/")
    assert done.returncode == 1
    assert (base / "current").resolve() == elsewhere
    assert "elsewhere" not in (base / "history").read_text(encoding="utf-8")


def test_a_stray_file_on_the_server_is_told_and_left_behind(base: Path) -> None:
    (base / "current/robots.txt").write_text("x", encoding="utf-8")
    (base / "current/years/link").symlink_to("/etc/hostname")
    site = base.parent / "one/site"
    assert release(site, "--since", base).returncode == 0
    done = deploy(site, base)
    assert done.returncode == 0, done.stderr
    assert "多出来的 robots.txt 没有带进新版本" in done.stderr
    assert run("jixiao", "verify", base / "current").returncode == 0


def test_an_account_of_one_folder_says_which(base: Path, tmp_path: Path) -> None:
    """The forced command has its own folder, whatever the client asks for."""
    shell = tmp_path / "ssh"
    shell.write_text(f"#!/bin/sh\nexec sh {RECEIVER} {base}\n", encoding="utf-8")
    shell.chmod(0o755)
    done = run("jixiao", "releases", "u@h:/srv/other", cwd=ROOT, JIXIAO_SSH=str(shell))
    assert done.returncode == 1
    assert f"只能发布到 {base}，写的是 /srv/other" in done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_interrupted_while_it_looks_the_old_release_serves(base: Path, number: int) -> None:
    """The signal reaches client and receiver alike, as from a terminal or a CI that cancels."""
    import socket

    served = (base / "current").resolve()
    site = base.parent / "one/site"
    assert release(site, "--since", base).returncode == 0
    with socket.create_server(("127.0.0.1", free_port())) as never_answers:
        address = f"http://127.0.0.1:{never_answers.getsockname()[1]}/"
        client = subprocess.Popen(
            [BIN / "jixiao", "deploy", base, "--site", site, "--url", address],
            stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        connection, _ = never_answers.accept()
        assert (base / "current").resolve() != served
        os.killpg(client.pid, number)
        deadline = time.monotonic() + 60
        while (base / "current").resolve() != served and time.monotonic() < deadline:
            pass
        connection.close()
    _, said = client.communicate()
    assert (base / "current").resolve() == served
    assert "已中断" in said
    assert "Traceback" not in said
    assert run("jixiao", "verify", base / "current").returncode == 0


def test_the_same_release_again_is_looked_at_again(base: Path) -> None:
    """One that was cut off before anyone had looked must not pass for well the second time."""
    site = base.parent / "two/site"
    done = deploy(site, base, "--url", "http://127.0.0.1:1/")
    assert done.returncode == 1
    assert "检查没有通过" in done.stderr
    assert "jixiao rollback" in done.stderr

"""`jixiao verify` names everything that is not as it was released, and nothing else."""

import hashlib
import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import run, tree
from tests.support import releases
from tests.support.nginx import serving_target
from tests.support.sshd import sshd

pytestmark = pytest.mark.slow("asks a served site for every file")

Once = Callable[[str, Callable[[Path], None]], Path]
RECORD = "release/publications.jsonl"
Tamper = Callable[[Path], str]  # does something to a release; what verify must name


@pytest.fixture
def served(once: Once, tmp_path: Path) -> Path:
    """A target of its own with a signed release."""

    def fill(folder: Path) -> None:
        one, _ = releases.two_sites(once)
        site = shutil.copytree(one / "site", folder / "site")
        shutil.copytree(one / "content", folder / "content")
        for name in ("key", "other"):
            command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
            subprocess.run(command, check=True)
        public = (folder / "key.pub").read_text(encoding="utf-8")
        (folder / "signers").write_text(f"jixiao {public}", encoding="utf-8")
        done = releases.release(site, "--first", "--key", folder / "key")
        assert done.returncode == 0, done.stderr
        assert releases.deploy(site, folder / "target").returncode == 0

    made = once("verified", fill)
    return shutil.copytree(made, tmp_path / "served", symlinks=True)


def verify(where: str | Path, *options: str | Path) -> subprocess.CompletedProcess[str]:
    return run("jixiao", "verify", where, *options)


def current(served: Path) -> Path:
    return (served / "target/current").resolve()


def flip(file: Path, place: int) -> None:
    """Change one bit of one byte."""
    data = bytearray(file.read_bytes())
    data[place % len(data)] ^= 1
    file.write_bytes(bytes(data))


def test_a_release_as_it_was_made_is_clean_in_the_folder_and_on_the_server(served: Path) -> None:
    done = verify(served / "target/current", "--signers", served / "signers")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "签名有效。全部一致。" in done.stdout
    with serving_target(served / "target") as address:
        done = verify(address, "--signers", served / "signers")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "签名有效。全部一致。" in done.stdout
    with serving_target(served / "target", portal=True) as address:
        done = verify(address)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_target_is_verified_by_what_it_serves(served: Path) -> None:
    done = verify(served / "target", "--signers", served / "signers")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "签名有效。全部一致。" in done.stdout
    (served / "target/current/more.html").write_text("x", encoding="utf-8")
    done = verify(served / "target")
    assert done.returncode == 1
    assert "more.html：多出来的文件" in done.stdout
    (served / "target/current").unlink()
    (served / "target/current").symlink_to("releases/0009-abc")
    done = verify(served / "target")
    assert (done.returncode, "docs/restore.md" in done.stderr) == (1, True)


def test_a_target_behind_ssh_is_verified_over_there(served: Path, tmp_path: Path) -> None:
    folder = current(served)
    with sshd(tmp_path) as server:
        server.only(served / "target")
        ssh, target = server.ssh(), f"{server.host}:{served / 'target'}"
        done = run("jixiao", "verify", target, "--signers", served / "signers", JIXIAO_SSH=ssh)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        assert "签名有效。全部一致。" in done.stdout
        flip(folder / "index.html", 100)
        (folder / "more.html").write_text("x", encoding="utf-8")
        flip(folder / RECORD, 300)
        done = run("jixiao", "verify", target, JIXIAO_SSH=ssh)
        assert done.returncode == 1
        for said in ("index.html：内容被改动", "more.html：多出来的文件", f"{RECORD}：第 "):
            assert said in done.stdout
        done = run("jixiao", "verify", f"{target}x", JIXIAO_SSH=ssh)
        assert (done.returncode, "只能发布到" in done.stderr) == (1, True)


def test_any_one_byte_of_any_file_is_named(served: Path) -> None:
    """Each file of the release once, at a random place, several in one go."""
    chance = random.Random(5)
    folder = current(served)
    before = tree(folder)
    assert len(before) > 150
    own = ["release/SHA256SUMS", "release/SHA256SUMS.sig"]
    others = sorted(before.keys() - own)
    for batch in [*(others[start::20] for start in range(20)), *([path] for path in own)]:
        for path in batch:
            flip(folder / path, chance.randrange(len(before[path])))
        done = verify(folder, "--signers", served / "signers")
        assert done.returncode == 1, batch
        assert [path for path in batch if path not in done.stdout] == []
        for path in batch:
            (folder / path).write_bytes(before[path])


def remove_file(folder: Path) -> str:
    (folder / "years/index.html").unlink()
    return "years/index.html：缺少"


def add_file(folder: Path) -> str:
    (folder / "reports/extra.html").write_text("x", encoding="utf-8")
    return "reports/extra.html：多出来的文件"


def rename_file(folder: Path) -> str:
    (folder / "404.html").rename(folder / "405.html")
    return "405.html：多出来的文件"


def empty_file(folder: Path) -> str:
    (folder / "index.html").write_bytes(b"")
    return "index.html：内容被改动"


def edit_entry(folder: Path) -> str:
    """With everything that lists it made to fit: the chain itself must tell."""
    lines = (folder / RECORD).read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace('"published": "20', '"published": "19')
    rewrite(folder, lines)
    return f"{RECORD}：第 3 行：与前一条的校验值对不上"


def drop_entry(folder: Path) -> str:
    lines = (folder / RECORD).read_text(encoding="utf-8").splitlines()
    rewrite(folder, [*lines[:2], *lines[3:]])
    return f"{RECORD}：第 3 行：序号应为 3"


def drop_last_entry(folder: Path) -> str:
    """The chain holds, but the manifest and the report know of more."""
    lines = (folder / RECORD).read_text(encoding="utf-8").splitlines()
    rewrite(folder, lines[:-1])
    return f"{RECORD}：与 release/manifest.json 说的条数或最后一条不一致"


def no_record(folder: Path) -> str:
    (folder / RECORD).write_bytes(b"\xff\xfenothing\n")
    return f"{RECORD}：第 1 行：不是一条完整的记录"


def no_manifest(folder: Path) -> str:
    (folder / "release/manifest.json").write_text("[" * 100_000, encoding="utf-8")
    return "release/manifest.json：不是完整的发布清单"


def broken_sums(folder: Path) -> str:
    (folder / "release/SHA256SUMS").write_text("../../etc/passwd\n", encoding="utf-8")
    return "release/SHA256SUMS：第 1 行不是校验值"


def no_signature(folder: Path) -> str:
    (folder / "release/SHA256SUMS.sig").unlink()
    return "release/SHA256SUMS.sig：没有签名"


def link_in_place_of_a_file(folder: Path) -> str:
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to("/etc/hostname")
    return "index.html"


def rewrite(folder: Path, lines: list[str]) -> None:
    """Another record, and the list of sums made to fit it, as one who can write would do."""
    text = "\n".join(lines) + "\n"
    old = hashlib.sha256((folder / RECORD).read_bytes()).hexdigest()
    (folder / RECORD).write_text(text, encoding="utf-8")
    sums = folder / "release/SHA256SUMS"
    new = hashlib.sha256(text.encode()).hexdigest()
    sums.write_text(sums.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_every_file_that_no_list_names_is_named(served: Path) -> None:
    folder = current(served)
    plain = [
        "extra.html", ".hidden", ".well-known/x/.y", "release/SHA256SUMS.old", "release/extra",
        "release/withheld/SHA256SUMS", "release/withheld/extra", "reports/.DS_Store", "a b.html",
    ]  # fmt: skip
    for path in plain:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("x", encoding="utf-8")
    (folder / "empty/folder").mkdir(parents=True)
    (folder / "link").symlink_to("index.html")
    (folder / "folder-link").symlink_to("reports")
    os.mkfifo(folder / "pipe")
    (folder / "two\nlines").write_text("x", encoding="utf-8")
    (folder / os.fsdecode(b"\xb1\xed.html")).write_text("x", encoding="utf-8")
    done = verify(folder)
    named = [line for line in done.stdout.splitlines() if "请查明是谁放的，再从这里删去" in line]
    odd = ["'two\\nlines'", "'\\udcb1\\udced.html'", "link", "folder-link", "pipe"]
    assert sorted(line.partition("：")[0] for line in named) == sorted(plain + odd)
    assert sum("：隐藏的多出来的文件" in line for line in named) == 3
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "tamper",
    [remove_file, add_file, rename_file, empty_file, edit_entry, drop_entry, drop_last_entry,
     no_record, no_manifest, broken_sums, no_signature, link_in_place_of_a_file],
    ids=lambda tamper: tamper.__name__,
)  # fmt: skip
def test_tampering_is_named(served: Path, tamper: Tamper) -> None:
    named = tamper(current(served))
    done = verify(current(served), "--signers", served / "signers")
    assert done.returncode == 1
    assert named in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("tamper", [remove_file, empty_file, edit_entry, no_manifest])
def test_tampering_is_named_over_http(served: Path, tamper: Tamper) -> None:
    named = tamper(current(served))
    with serving_target(served / "target") as address:
        done = verify(address)
    assert done.returncode == 1
    assert named in done.stdout


def other_line_ends(text: str) -> str:
    return text.replace("\n", "\r\n")


def other_order(text: str) -> str:
    return "".join(reversed(text.splitlines(keepends=True)))


def other_breaks(text: str) -> str:
    return text.replace("\n", "\u2028")


def no_last_break(text: str) -> str:
    return text[:-1]


@pytest.mark.parametrize("spoil", [other_line_ends, other_order, other_breaks, no_last_break])
def test_sums_are_what_they_were_to_the_byte(served: Path, spoil: Callable[[str], str]) -> None:
    """Without a signature to tell."""
    folder = current(served)
    (folder / "release/SHA256SUMS.sig").unlink()
    sums = folder / "release/SHA256SUMS"
    sums.write_text(spoil(sums.read_text(encoding="utf-8")), encoding="utf-8")
    done = verify(folder)
    assert done.returncode == 1
    assert "release/SHA256SUMS：第" in done.stdout


def test_a_signature_that_was_taken_away_is_missed(served: Path) -> None:
    (current(served) / "release/SHA256SUMS.sig").unlink()
    done = verify(current(served))
    assert done.returncode == 1
    assert "release/SHA256SUMS.sig：签名不见了" in done.stdout


@pytest.mark.parametrize(
    ("key", "value"), [("published", "1999-01-01"), ("version", 7), ("status", "撤回")]
)
def test_the_manifest_must_say_what_the_record_says(served: Path, key: str, value: object) -> None:
    folder = current(served)
    file = folder / "release/manifest.json"
    old = hashlib.sha256(file.read_bytes()).hexdigest()
    told = json.loads(file.read_text(encoding="utf-8"))
    told["reports"][3][key] = value
    file.write_text(json.dumps(told), encoding="utf-8")
    sums = folder / "release/SHA256SUMS"
    new = hashlib.sha256(file.read_bytes()).hexdigest()
    sums.write_text(sums.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    done = verify(folder)
    assert done.returncode == 1
    assert f"{told['reports'][3]['address']}：公开记录、发布清单" in done.stdout


def test_a_lasting_file_that_was_changed_where_it_is_served_from_is_named(served: Path) -> None:
    """Such files serve from a folder of their own, beside the release."""
    file = next((served / "target/kept/assets").rglob("*.js"))
    data = file.read_bytes()
    file.unlink()
    file.write_bytes(data + b"\n")
    with serving_target(served / "target") as address:
        done = verify(address)
    assert done.returncode == 1
    assert f"{file.relative_to(served / 'target/kept')}：内容被改动" in done.stdout


def test_a_signature_of_somebody_else_is_none(served: Path) -> None:
    folder = current(served)
    (folder / "release/SHA256SUMS.sig").unlink()
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(served / "other"), "-n", "jixiao-release",
               str(folder / "release/SHA256SUMS")]  # fmt: skip
    subprocess.run(command, check=True)
    assert verify(folder).returncode == 0, "who may sign was not told"
    done = verify(folder, "--signers", served / "signers")
    assert done.returncode == 1
    assert "不在名单" in done.stdout


def test_a_signature_for_another_purpose_is_none(served: Path) -> None:
    folder = current(served)
    (folder / "release/SHA256SUMS.sig").unlink()
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(served / "key"), "-n", "file",
               str(folder / "release/SHA256SUMS")]  # fmt: skip
    subprocess.run(command, check=True)
    done = verify(folder, "--signers", served / "signers")
    assert (done.returncode, "签名与内容对不上" in done.stdout) == (1, True)


def test_an_older_copy_of_the_record_must_be_its_beginning(served: Path, tmp_path: Path) -> None:
    record = (current(served) / RECORD).read_text(encoding="utf-8")
    older = tmp_path / "older.jsonl"
    older.write_text("".join(record.splitlines(keepends=True)[:5]), encoding="utf-8")
    assert verify(current(served), "--record", older).returncode == 0
    lines = record.splitlines(keepends=True)[:5]
    first = json.loads(lines[2])
    older.write_text(
        "".join([*lines[:2], json.dumps(first | {"title": "另一个"}) + "\n", *lines[3:]]), "utf-8"
    )
    done = verify(current(served), "--record", older)
    assert done.returncode == 1
    assert "第 3 行起与" in done.stdout


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("no-folder", "没有文件夹 no-folder"),
        ("tests", "tests 不是正式发布的网站"),
        ("http://127.0.0.1:1/", "连不上 http://127.0.0.1:1/：这个端口上没有网站"),
        ("http://no-such-host.invalid/", "找不到这台主机"),
        ("http://", "网址应如"),
        ("http://[::1/", "网址应如"),
    ],
)
def test_wrong_use_is_explained(where: str, message: str) -> None:
    done = verify(where)
    assert done.returncode in (1, 2)
    assert message in done.stderr
    assert "Traceback" not in done.stderr

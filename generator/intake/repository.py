"""`jixiao init`: a county's own repository, made whole or not at all.

Some of its files are the program's: `jixiao upgrade` puts a later version's in their place. A list
tells what the program wrote there, so that what the county changed is never written over.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from generator.check import rule_pages
from generator.content import format_version
from generator.intake import program_wheel
from generator.intake.repository_questions import Answers
from generator.model import schema
from generator.model.problems import JixiaoError
from generator.runtime import atomic_folders
from generator.runtime.checksums import format_sums, parse_sums
from generator.runtime.program import shipped

_STARTER = Path(__file__).parent / "starter"
FORMS = _STARTER / "county/content/forms"  # the forms that a county begins with
# What comes with the program and is put there as it is.
_SHIPPED = (
    "deploy/publish", "deploy/receiver.sh", "deploy/hooks", "deploy/nginx", "deploy/systemd",
    "deploy/container", "tools/debian-packages", "tools/virtual-environment",
    "docs/administration.md", "docs/forms.md", "docs/git.md", "docs/import.md", "docs/manual.md",
    "docs/problems.md", "docs/restore.md", "docs/security.md", "docs/images/desk-*.png",
)  # fmt: skip
LIST = "deploy/files.sha256"  # what the program wrote, in the form of sha256sum
_NEVER = ".never"  # no folder with a file in it is replaced
_NEWER = "build/upgrade"  # where the newer version of a file is put that the county changed
# The pipeline of each forge, and where the forge looks for it.
_PIPELINES = {
    "gitlab": ("gitlab-ci.yml", ".gitlab-ci.yml"),
    "github": ("github.yml", ".github/workflows/jixiao.yml"),
    "forgejo": ("forgejo.yml", ".forgejo/workflows/jixiao.yml"),
    "gitea": ("forgejo.yml", ".gitea/workflows/jixiao.yml"),
    "jenkins": ("Jenkinsfile", "Jenkinsfile"),
}


class Renewed(NamedTuple):
    """Paths of the program's files that are new, and of those left alone: the county's changes."""

    written: list[str]
    left: list[str]


def create(
    folder: Path, answers: Answers, wheel: Path | None, finish: Callable[[Path], None]
) -> int:
    """Make the repository; returns the number of its files.

    `wheel` is the program's own package; `finish` is called before the folder is in its place.
    Raises JixiaoError where the folder is taken.
    """
    refuse_taken(folder)
    ours = dict(_program_files(answers.forge))
    with atomic_folders.replacing(folder, (_NEVER,)) as fresh:
        for path, data in [*_county_files(answers), *ours.items()]:
            _write(fresh / path, data)
        _write_list(fresh, {path: _digest(data) for path, data in ours.items()})
        if wheel:
            program_wheel.pin(fresh, wheel)
        finish(fresh)
        return sum(file.is_file() for file in fresh.rglob("*") if ".git" not in file.parts)


def refuse_taken(folder: Path) -> None:
    """Raise JixiaoError where the folder is there and not empty, or is the one that we are in."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise JixiaoError(
            f"{folder} 已经有了，里面有东西，什么也没有放。请换一个还没有的文件夹，如 jixiao init "
            f"{folder}-2；从平台领取的空仓库，也另取一个名称，做好以后再推送过去。"
        )
    if Path.cwd().resolve().is_relative_to(folder.resolve()):
        raise JixiaoError(
            "不能放进正在里面的文件夹。请退到上一层（cd ..），再 jixiao init 文件夹的名称。"
        )


def has_list(root: Path) -> bool:
    """Whether the list of what the program wrote is there."""
    return (root / LIST).is_file()


def renew(root: Path, written: Mapping[str, str]) -> Renewed:
    """Put this version's files in the place of those that stand as the program wrote them.

    `written` is what `written_files` says. A file that the county removed stays away.
    """
    forge = next((one for one, (_, place) in _PIPELINES.items() if place in written), "none")
    result, now = Renewed([], []), {}
    for path, data in _program_files(forge):
        file, wanted, former = root / path, _digest(data), written.get(path)
        found = _digest(file.read_bytes()) if file.is_file() else None
        now[path] = wanted
        # The county's own, or gone, and nothing newer to put in its place.
        if wanted in (found, former) or (found is None and former):
            continue
        if found == former:
            _write(file, data)
            result.written.append(path)
        else:
            _write(root / _NEWER / path, data)
            result.left.append(path)
            now[path] = former or ""
    _write_list(root, {path: digest for path, digest in now.items() if digest})
    return result


def written_files(root: Path) -> dict[str, str]:
    """Path to SHA-256 of what the program wrote there; raises JixiaoError where nothing tells."""
    try:
        return parse_sums((root / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise JixiaoError(
            f"{root / LIST} 读不了，或者坏了，什么也没有改。请先恢复它：git checkout -- {LIST}"
        ) from None


def _write_list(root: Path, sums: Mapping[str, str]) -> None:
    _write(root / LIST, format_sums(sums.items()).encode())


def _county_files(answers: Answers) -> Iterator[tuple[str, bytes]]:
    """Path and content of what belongs to the county from then on."""
    _, place = _PIPELINES.get(answers.forge, ("", ""))
    words = {
        "format": str(format_version.current()),
        "pipeline": f"| `{place}` | 平台的流水线 | 程序 |\n" if place else "",
        "pin": program_wheel.NOT_PINNED,
        "slug": answers.slug,
        "short": answers.short,
        **answers._asdict(),
    }
    for path, data in _tree(_STARTER / "county"):
        text = data.decode()
        for word, value in words.items():
            text = text.replace(f"{{{{{word}}}}}", value)
        yield path, text.replace(": \n", ":\n").encode()
    for file in sorted(shipped("content/pages").glob("*.md")):
        yield f"content/pages/{file.name}", file.read_bytes()


def _program_files(forge: str) -> Iterator[tuple[str, bytes]]:
    """Path and content of what a later version of the program puts in its place."""
    yield from _tree(_STARTER / "program")
    root = shipped("")
    for found in (one for pattern in _SHIPPED for one in sorted(root.glob(pattern))):
        name = found.relative_to(root).as_posix()
        if found.is_dir():
            yield from ((f"{name}/{path}", data) for path, data in _tree(found))
        else:
            yield name, found.read_bytes()
    for kind in schema.KINDS:
        yield f"docs/schema/{kind}.schema.json", schema.schema(kind).encode()
    for name, text in rule_pages.pages().items():
        yield f"docs/rules/{name}", text.encode()
    if forge in _PIPELINES:
        name, place = _PIPELINES[forge]
        text = shipped(f"deploy/pipelines/{name}").read_text(encoding="utf-8")
        yield place, text.replace(f"deploy/pipelines/{name}", place).encode()


def _tree(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Path and content of each file below; what is named `dot-` begins with a dot."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield file.relative_to(folder).as_posix().replace("dot-", "."), file.read_bytes()


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    atomic_folders.write_file(file, data)
    if data.startswith(b"#!"):
        file.chmod(0o755)


def _digest(data: bytes) -> str:
    """SHA-256, in hex; the same for a file that Windows has with its own line ends."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()

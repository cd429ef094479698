"""Run each command of staff on this machine, whatever system it has, and compare what they make.

    python tools/staff_commands.py OUT [LIKE]

Writes into the folder OUT; `OUT/sums.txt` lists the SHA-256 of all that was made. Ends with 1 where
a command failed, or where the list is not that of LIKE, a list that another machine wrote.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from generator.runtime.checksums import every_path, format_sums, parse_sums

REPORTS = "30"
IMPORTED = """示例县公安局2030年示例装备购置项目支出绩效自评报告
一、基本情况
按计划购置示例装备，年初预算50.00万元。
示例县公安局
2031年3月5日
"""
# A console of Windows in China; the day on which it is looked at decides what is public.
ENVIRONMENT = os.environ | {"SOURCE_DATE_EPOCH": "1795392000"}
if os.name == "nt":
    ENVIRONMENT["PYTHONIOENCODING"] = "cp936"


def jixiao(*words: str | Path) -> None:
    """Run a command, which must end well; its output is this program's."""
    print("$ jixiao", *words, flush=True)
    subprocess.run([*command(), *words], env=ENVIRONMENT, check=True)  # noqa: S603


def command() -> list[str]:
    """The words that start the command."""
    return [sys.executable, "-c", "from generator.cli.main import main; main()"]


def desk(content: Path) -> None:
    """Look at one page of the site and one of the desk, as a browser that was given the address."""
    with subprocess.Popen(  # noqa: S603
        [*command(), "serve", "--content", content, "--address", "127.0.0.1:0"],
        env=ENVIRONMENT | {"PYTHONIOENCODING": "utf-8"}, stderr=subprocess.PIPE, encoding="utf-8",
    ) as process:  # fmt: skip
        try:
            said = iter(process.stderr or ())
            address = next(found[1] for line in said if (found := re.match("工作台：(.*)（", line)))
            next(line for line in said if line.startswith("读了 "))
            browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            site = f"{address.partition('/_jixiao/')[0]}/"
            for page, words in ((address, "工作台"), (f"{site}years/", "示例县")):
                with browser.open(page) as answer:
                    if words not in answer.read().decode():
                        sys.exit(f"{page} shows another page")
        finally:
            process.kill()


def run(out: Path) -> None:
    """Every command, on the real content and on a made-up county."""
    demo, new = out / "demo", ("--department", "gonganju", "--year", "2031", "--name", "示例项目")
    jixiao("--help")
    jixiao("rules", "mobile-number")
    jixiao("schema", "--out", out / "schema")
    jixiao("demo", "--reports", REPORTS, "--out", demo)
    jixiao("new", "--content", demo, *new, "--slug", "shili", "--form", "project-report")
    original = out / "report.txt"
    original.write_bytes(IMPORTED.encode())
    jixiao("import", "--content", demo, original, "--department", "gonganju", "--yes")
    for name, content in (("real", Path("content")), ("demo", demo)):
        jixiao("check", "--content", content)
        jixiao("build", "--content", content, "--site", out / f"{name}-site")
        jixiao("generate", "--content", content, out / f"{name}-markdown")
    correct(out, demo)
    jixiao("diff", "HEAD", "--head", "HEAD")
    desk(demo)


def correct(out: Path, demo: Path) -> None:
    """Correct and withdraw a public report, in a repository of its own."""
    reports = sorted(demo.glob("reports/*/*/*.yml"))
    public = next(one for one in reports if "状态: 公开" in one.read_text(encoding="utf-8"))
    name = public.relative_to(demo)
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        shutil.copytree(demo, content)
        git = ["git", "-C", folder, "-c", "user.name=demo", "-c", "user.email=demo@example.invalid"]
        for words in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "demo"]):
            subprocess.run([*git, *words], check=True)  # noqa: S603
        text = public.read_text(encoding="utf-8") + "数据说明: [示例]\n"
        (content / name).write_text(text, encoding="utf-8", newline="\n")
        for command in ("correct", "withdraw"):
            jixiao(command, "--content", content, content / name, "--reason", "示例理由")
        shutil.copy(content / name, out / "corrected.yml")


def differences(out: Path, like: Path | None) -> list[str]:
    """What was made otherwise there; the list of what was made here is written."""
    sums = out / "sums.txt"
    sums.unlink(missing_ok=True)
    made = {
        path: hashlib.sha256((out / path).read_bytes()).hexdigest() for path, _ in every_path(out)
    }
    sums.write_text(format_sums(made.items()), encoding="utf-8", newline="\n")
    there = parse_sums(like.read_text(encoding="utf-8")) if like else made
    return [path for path in sorted(made | there) if made.get(path) != there.get(path)]


def release(out: Path) -> None:
    """A release of what was built; not compared: machines pack in different ways."""
    site = out / "demo-site"
    jixiao("release", "--first", "--site", site, "--content", out / "demo")
    jixiao("verify", site)


if __name__ == "__main__":
    folder, *others = map(Path, sys.argv[1:])
    run(folder)
    different = differences(folder, others[0] if others else None)
    release(folder)
    print(*(f"different: {path}" for path in different), sep="\n")
    sys.exit(bool(different))

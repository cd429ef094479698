"""The commands of a county's own repository: it is begun, and follows the program."""

from pathlib import Path

import click

from generator.cli import shared
from generator.console.command_line import Command
from generator.console.terminal import command
from generator.content import format_version
from generator.runtime.git import git

_NO_GIT = """这台电脑没有 git，文件都放好了，还不是 git 仓库。装好 git 以后，在文件夹里运行：
  git init --initial-branch=main
  cp deploy/hooks/pre-commit .git/hooks/
  git add --all
  git commit -m 开始
"""
_HOOK = "deploy/hooks/pre-commit"
_wheel = click.option("--wheel", type=shared.FILE, help="程序的安装包（jixiao-….whl）")


@click.command(cls=Command)
@click.argument("folder", metavar="文件夹", type=shared.FOLDER)
@click.option("--county", metavar="名称", help="县（市、区）的全称")
@click.option("--organiser", metavar="名称", help="主办单位的全称")
@click.option("--address", metavar="网址", help='网站的正式网址；还没有写 ""')
@click.option("--department", metavar="名称", help="第一个部门的全称")
@click.option(
    "--forge", metavar="平台", help="gitlab、gitea、forgejo、github、jenkins 或 none（没有）"
)
@_wheel
def init(folder: Path, wheel: Path | None, **options: str | None) -> None:
    """做一个本单位自己的仓库：内容、样子、流水线、说明都放好。

    问县名、主办单位、网址、第一个部门、代码平台；答错了会再问一次。文件夹要还没有，或是空的。

    \b
    例：
      jixiao init 示例县绩效
      jixiao init jixiao-site --county 示例县 --organiser 示例县人民政府 --address "" \\
        --department 示例县财政局 --forge gitlab
    """
    from generator.intake import program_wheel, repository  # noqa: PLC0415
    from generator.intake.repository_questions import answers  # noqa: PLC0415

    if wheel:
        program_wheel.version(wheel)
    repository.refuse_taken(folder)
    found, known = wheel or program_wheel.find(), answers(options)
    number = repository.create(folder, known, found, _commit)
    has_git = (folder / ".git").is_dir()
    click.echo(
        f"做好了：{folder.absolute()}（{number} 个文件{'，第一次提交也做了' if has_git else ''}）"
    )
    if not has_git:
        click.echo(_NO_GIT, nl=False)
    if not found:
        click.echo(
            "没有找到程序的安装包，流水线和别的电脑还装不了程序。有了以后，在文件夹里运行："
            "jixiao upgrade --wheel 安装包"
        )
    pushed = "推送：git remote add origin 仓库的地址，再 git push -u origin main"
    click.echo(
        "接着：\n"
        f"  1. 进去：{command('cd', folder)}\n"
        "  2. 写一份报告：jixiao new；已经有 Word、Excel、PDF 的：jixiao import 文件\n"
        "  3. 检查：jixiao check\n"
        "  4. 预览：jixiao serve\n"
        f"  5. {pushed if known.forge != 'none' else '公开：照 docs/administration.md 装服务器'}\n"
        "别的部门登记在 content/departments.yml。怎样用、换样子、换版本，看 README.md。"
    )


def _commit(folder: Path) -> None:
    """Make it a repository of git with a first commit, and the check before later ones."""
    if git(folder, "init", "--quiet") is None:
        return
    git(folder, "symbolic-ref", "HEAD", "refs/heads/main")
    git(folder, "add", "--all")
    scripts = [
        file.relative_to(folder).as_posix()
        for part in ("deploy", "tools")
        for file in (folder / part).rglob("*")
        if file.is_file() and file.read_bytes().startswith(b"#!")
    ]
    git(folder, "update-index", "--chmod=+x", *scripts)  # Windows knows no such mode
    git(folder, "commit", "--quiet", "--no-verify", "-m", "jixiao init：开始")
    hook = folder / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_bytes((folder / _HOOK).read_bytes())
    hook.chmod(0o755)


@click.command(cls=Command)
@shared.content_option
@_wheel
def upgrade(content: Path, wheel: Path | None) -> None:
    """换了新版的程序以后：改写内容的格式，换上新版的脚本和手册。

    在 jixiao init 做的文件夹里运行。内容的格式没有变、文件都是新的，就说没有要改的。
    本单位自己改过的文件不换，新版的放在 build/upgrade/ 里供对照。

    \b
    例：
      jixiao upgrade
      jixiao upgrade --wheel jixiao-1.2.0-py3-none-any.whl
    """
    from generator.intake import program_wheel, repository  # noqa: PLC0415

    if wheel:
        new = program_wheel.pin(Path(), wheel)
        click.echo(
            f"requirements.txt 写上了 jixiao {new}。接着装上它：make site（Windows 见 README.md），"
            "再 jixiao upgrade"
        )
        return
    program_wheel.require_installed(Path())
    shared.require_folder(content)
    # Read before anything is changed: what cannot be read leaves no work half done.
    written = repository.written_files(Path()) if repository.has_list(Path()) else None
    changed = format_version.upgrade(content)
    if changed:
        click.echo(
            f"内容改写成第 {format_version.current()} 版的格式，改了 {len(changed)} 个文件："
        )
    for file in changed:
        click.echo(f"  {file.as_posix()}")
    renewed = repository.renew(Path(), written) if written is not None else None
    if renewed and renewed.written:
        click.echo(f"换上了新版的 {len(renewed.written)} 个文件：")
    for path in renewed.written if renewed else ():
        click.echo(f"  {path}")
    if renewed and _HOOK in renewed.written and Path(".git/hooks/pre-commit").is_file():
        click.echo(f"提交之前的检查也换：cp {_HOOK} .git/hooks/（每台写报告的电脑上）")
    if written is None and program_wheel.is_asked_for(Path()):
        click.echo(
            f"没有 {repository.LIST}，不知道哪些文件是程序放的：脚本和手册没有换。"
            f"请恢复它（git checkout -- {repository.LIST}），再 jixiao upgrade。"
        )
    for path in renewed.left if renewed else ():
        click.echo(f"没有换 {path}：本单位改过。新版的在 build/upgrade/{path}，请对照着改。")
    if changed or (renewed and renewed.written):
        click.echo("请用 git diff 看过，jixiao check，再提交。")
    elif not (renewed and renewed.left):
        click.echo(f"没有要改的：内容是第 {format_version.current()} 版的格式。")


COMMANDS = (init, upgrade)

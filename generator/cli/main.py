"""The `jixiao` command: options in, one call each, problems and exit codes out.

Exit codes: 0 clean or warnings only, 1 errors, 2 wrong use.
"""

import codecs
import gc
import locale
import os
import re
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from generator import __version__
from generator.cli import (
    archive_command,
    check_commands,
    diff_command,
    fmt_command,
    form_commands,
    import_commands,
    public_commands,
    release_commands,
    repository_commands,
    shared,
)
from generator.console.command_line import Group, WholeNumber, run
from generator.console.terminal import command, echo_data, jixiao, progress_bar
from generator.runtime import cached_files, clock, program
from generator.runtime.executors import LazyExecutor
from generator.site.up_to_date import BuildRecord, LastBuild, fingerprint

_config = click.option(
    "--config",
    "config_file",
    type=shared.FILE,
    help="MkDocs 配置 [默认：当前文件夹的 mkdocs.yml，没有就用自带的]",
)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    __version__, prog_name="jixiao", message="%(prog)s %(version)s", help="显示版本"
)
def app() -> None:
    """预算绩效公开：检查报告，生成网站。

    \b
    常用：
      jixiao new            写一份新报告
      jixiao import         把 Word、Excel、PDF 读成草稿
      jixiao check          检查全部内容
      jixiao diff           列出将要公开什么
      jixiao serve          在本机预览
      jixiao build          生成网站到 site/
      jixiao release        做成一次发布
      jixiao deploy         送到服务器
    """


@app.command()
@shared.content_option
@_config
@shared.folder_option("--site", "site", "网站放到哪里")
@click.option("--no-cache", is_flag=True, help="以前做好留下的一概不用，全部重做；结果一样")
@click.option(
    "--scheduler", metavar="地址", help="在 Dask 集群上生成页面，如 tcp://scheduler.example:8786"
)
def build(
    content: Path, config_file: Path | None, site: Path, no_cache: bool, scheduler: str | None
) -> None:
    """检查内容，生成网站；有错误时原有的网站不动。

    只重做有改动的部分；做好的留在 build/cache，删掉也不要紧。

    \b
    例：
      jixiao build
      jixiao build --content build/demo/content --site build/demo/site
      jixiao build --no-cache
    """
    config_file, today = _config_file(config_file), clock.today()
    home = site.absolute() / "index.html"
    with (
        shared.no_cache(site.absolute()) if no_cache else nullcontext(),
        LazyExecutor(scheduler) as executor_for,
    ):
        reader = shared.content_reader(content, executor_for)
        record = BuildRecord(
            site,
            cached_files.site_folder(config_file.parent, "standing", site).with_suffix(".json"),
            fingerprint(reader.fingerprint(), config_file),
        )
        if last := record.load(today):
            click.echo(last.message, nl=False, err=True)
            click.echo(f"没有改动，网站还是这 {last.pages} 个页面：{home}")
            return
        loaded = shared.load(reader)
        catalogue = shared.catalogue_or_exit(loaded, content)
        message = shared.problem_counts(loaded, content)
        holds_until = loaded.holds_until
        del reader, loaded
        from generator.site import build as building  # noqa: PLC0415  MkDocs takes a while to load

        with progress_bar() as progress:
            paths = building.BuildPaths(config_file, content.absolute(), site)
            pages = building.build(catalogue, paths, executor_for, progress)
        record.save(LastBuild(pages, message), today, holds_until)
    click.echo(f"生成了 {pages} 个页面：{home}")


@app.command()
@shared.content_option
@_config
@click.option(
    "--address",
    metavar="地址",
    default="127.0.0.1:8000",
    show_default=True,
    help="网址的主机和端口",
)
@click.option("--read-only", is_flag=True, help="只预览，不能改；网址里没有口令")
def serve(content: Path, config_file: Path | None, address: str, read_only: bool) -> None:
    """打开工作台：在浏览器里写报告、预览、提交；按 Ctrl+C 结束。

    照打印的网址打开，网址里的口令不要给别人。草稿和还没到公开日期的报告也看得到。
    别的机器连得到的地址，只能预览。

    \b
    例：
      jixiao serve
      jixiao serve --address 127.0.0.1:8001
      jixiao serve --read-only
    """
    host, _, port = address.rpartition(":")
    if not (host.strip("[]") and re.fullmatch("[0-9]{1,5}", port) and int(port) < 65536):
        raise click.UsageError(f"--address 应如 127.0.0.1:8000，写的是“{address}”")
    config_file = _config_file(config_file)
    shared.require_folder(content)
    from generator.content.editing import EditedContent  # noqa: PLC0415
    from generator.desk import preview, routes  # noqa: PLC0415

    with LazyExecutor() as executor_for:
        edited = EditedContent(content, shared.read_options(executor_for))
        cache = cached_files.folder(config_file.parent, "search")
        shown = preview.Preview(edited, config_file, cache, executor_for)
        desk = None if read_only else routes.desk(edited, routes.store(config_file, content))
        shown.serve(host, int(port), desk)


@app.command()
@shared.content_option
@click.argument("target", metavar="文件夹", type=shared.FOLDER)
def generate(content: Path, target: Path) -> None:
    """只生成各页的 Markdown，供查看或交给别的网站程序。

    \b
    例：
      jixiao generate build/markdown
    """
    from generator.site import markdown_files  # noqa: PLC0415

    with LazyExecutor() as executor_for:
        reader = shared.content_reader(content, executor_for)
        catalogue = shared.catalogue_or_exit(shared.load(reader), content)
        with progress_bar() as progress:
            cache = cached_files.folder(Path(), "pdf")
            number = markdown_files.generate(catalogue, target, cache, executor_for, progress)
    click.echo(f"生成了 {number} 个页面：{target.absolute() / 'index.md'}")


@app.command()
@shared.content_option
@click.option("--department", metavar="部门", help="部门的名称、简称、曾用名、标识或拼音首字母")
@click.option("--year", metavar="年度", type=WholeNumber(1994), help="财政年度，如 2024")
@click.option("--name", metavar="名称", help="项目名称")
@click.option("--slug", metavar="标识", help="网址里的项目标识 [默认：名称的拼音]")
@click.option(
    "--form", "--outline", "form", metavar="表单", help="报告所用的表单，用 jixiao form 列出"
)
@click.option(
    "--like",
    metavar="年度",
    type=WholeNumber(1994),
    help="照这一年同一项目的报告放好指标、来源的名称和表单；数字和文字不带过来",
)
def new(content: Path, **answers: Any) -> None:
    """写一份新报告：问部门、年度、名称，放好空表。

    答错了会再问一次；以前的年度有同一项目的报告，可以照它放。

    \b
    例：
      jixiao new
      jixiao new --department gonganju --year 2024 --name 视频会议系统运行维护经费
      jixiao new --department gaj --year 2024 --name 视频会议系统运行维护经费 --like 2023
    """
    from generator.intake import new_report  # noqa: PLC0415

    shared.require_folder(content)
    file = new_report.create(content, new_report.NewReportOptions(**answers))
    click.echo(
        f"已放好：{file.as_posix()}\n"
        "接着：\n"
        "  1. 用编辑器打开它填写，写完把“状态”改为“公开”，写上“公开日期”\n"
        f"  2. 检查：{jixiao('check', content, file)}\n"
        f"  3. 预览：{jixiao('serve', content)}\n"
        f"  4. 提交：{command('git', 'add', file)}，再 git commit、git push"
    )


@app.command()
@click.argument("kind", metavar="[种类]", required=False)
@click.option("--out", type=shared.FOLDER, help="全部写出")
def schema(kind: str | None, out: Path | None) -> None:
    """打印内容文件的 JSON Schema，供编辑器提示。

    种类：report（报告，默认）、site、departments、form、outline、import。

    \b
    例：
      jixiao schema > report.schema.json
      jixiao schema --out docs/schema
    """
    from generator.model import schema as schemas  # noqa: PLC0415
    from generator.runtime.atomic_folders import write_file  # noqa: PLC0415

    if kind is not None and kind not in schemas.KINDS:
        raise click.UsageError(f"种类应为 {'、'.join(schemas.KINDS)} 之一，写的是“{kind}”")
    if out is None:
        echo_data(schemas.schema(kind or "report"))
        return
    out.mkdir(parents=True, exist_ok=True)
    for one in schemas.KINDS:
        write_file(out / f"{one}.schema.json", schemas.schema(one))
    click.echo(f"写出了 {len(schemas.KINDS)} 个文件：{out.absolute()}")


@app.command()
@click.option(
    "--reports",
    metavar="份数",
    default=300,
    show_default=True,
    type=WholeNumber(1),
    help="几份报告",
)
@click.option(
    "--seed", metavar="种子", default=1, show_default=True, type=WholeNumber(0), help="随机种子"
)
@shared.folder_option("--out", "build/demo/content", "放到哪里")
def demo(reports: int, seed: int, out: Path) -> None:
    """生成虚构的示例县内容，用于演示、测试和测速。

    份数、种子相同，内容就相同。不要放进 content/。

    \b
    例：
      jixiao demo --reports 300 --out build/demo/content
      jixiao build --content build/demo/content --site build/demo/site
    """
    from generator.demo import corpus  # noqa: PLC0415

    with progress_bar() as progress:
        corpus.write(out, reports, seed, lambda: progress("生成报告", reports))
    click.echo(f"生成了 {reports} 份虚构的报告：{out.absolute()}")


for module in (
    check_commands, diff_command, form_commands, import_commands, public_commands,
    release_commands, archive_command, fmt_command, repository_commands,
):  # fmt: skip
    for one in module.COMMANDS:
        app.add_command(one)


def main() -> None:
    """Entry point of the `jixiao` command."""
    if os.name == "posix" and codecs.lookup(locale.getpreferredencoding(False)).name != "utf-8":
        # Names and files of content are UTF-8 whatever the locale: Python is started again so.
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606
    # Ten thousand records are no garbage: the collector looks for it a hundredth as often.
    gc.set_threshold(70_000, 50, 100)
    run(app, "jixiao")


def _config_file(given: Path | None) -> Path:
    """The MkDocs configuration: as given, of this folder, else the program's own."""
    if given is not None and not given.is_file():
        raise click.UsageError(f"没有 {given}。请在项目文件夹里运行，或用 --config 指明")
    here = Path("mkdocs.yml")
    return given or (here if here.is_file() else program.shipped("mkdocs.yml"))

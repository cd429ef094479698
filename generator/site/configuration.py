"""MkDocs' configuration of a site: the program's own, and what the site's file says otherwise."""

import os
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.theme import Theme
from mkdocs.utils.yaml import yaml_load

from generator.model.problems import JixiaoError
from generator.runtime import program

# What pages are made with: the text of a report is safe with these, and with no others.
_FIXED = ("markdown_extensions", "use_directory_urls")


def load(config_file: Path, **options: Any) -> MkDocsConfig:
    """The configuration; what `config_file` leaves out is as in the program's own.

    The folder that it names as `custom_dir` is laid over the program's theme: a file there stands
    in the place of the program's file of that name. Raises JixiaoError where it cannot be used.
    """
    try:
        defaults, given = _read(program.shipped("mkdocs.yml")), _read(config_file)
        for key in _FIXED:
            if given.get(key, defaults[key]) != defaults[key]:
                raise JixiaoError(f"{config_file} 里的 {key} 由程序定，不能另写。请删去这一项。")
        values = {**defaults, **given, "plugins": _plugins(given.get("plugins"), defaults)}
        theme = values["theme"] = _theme(config_file, given.get("theme"), defaults["theme"])
        config = load_config(os.fspath(config_file), **values | options)
    except (Abort, MkDocsException) as error:
        raise JixiaoError(f"{config_file} 不能用，请改正：{error}") from error
    own = os.fspath(program.shipped("overrides"))
    if theme["custom_dir"] != own:
        config.theme.dirs.insert(1, own)
    setattr(config.theme, "get_env", lambda: _environment(config.theme))  # noqa: B010
    return config


class _ThemeFiles(FileSystemLoader):
    """A theme's files, hidden folders left out: MkDocs takes none of Material's 14,000 icons."""

    def list_templates(self) -> list[str]:
        """Their names, in order."""
        found = set()
        for folder in self.searchpath:
            for place, below, names in os.walk(folder):
                below[:] = [name for name in below if not name.startswith(".")]
                found |= {Path(place, name).relative_to(folder).as_posix() for name in names}
        return sorted(found)


def _environment(theme: Theme) -> Environment:
    environment = Theme.get_env(theme)
    environment.loader = _ThemeFiles(theme.dirs)
    return environment


def _read(file: Path) -> dict[str, Any]:
    with file.open("rb") as opened:
        found: Any = yaml_load(opened)
    if not isinstance(found, dict):
        raise JixiaoError(f"{file} 应为“键: 值”的行，现在不是。请照默认的改写，或删去这个文件。")
    return found


def _theme(config_file: Path, given: Any, default: dict[str, Any]) -> dict[str, Any]:
    """The theme's settings, its folder as an absolute path."""
    settings = {"name": given} if isinstance(given, str) else given or {}
    named = settings.get("custom_dir")
    folder = (config_file.parent / named).absolute() if named else program.shipped("overrides")
    if not folder.is_dir():
        raise JixiaoError(
            f"{config_file} 的 custom_dir 写的是 {named}，没有这个文件夹。"
            "请建好它，或删去 custom_dir 一行：那样用程序自带的样子。"
        )
    return {**default, **settings, "custom_dir": os.fspath(folder)}


def _plugins(given: Any, defaults: dict[str, Any]) -> Any:
    """The plugins, ours among them whatever the file says."""
    if not given:
        return defaults["plugins"]
    rows = [{name: given[name]} for name in given] if isinstance(given, dict) else list(given)
    names = {next(iter(row)) if isinstance(row, dict) else row for row in rows}
    return rows if "jixiao" in names else [*rows, "jixiao"]

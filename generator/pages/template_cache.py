"""Compiled templates, kept beside Python's own compiled files: no process compiles them again.

They are code. Who may write there may write the program, too; the cache of pages, which goes from
job to job, is no place for them.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import sys
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from pickle import UnpicklingError

from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

from generator.runtime import program

_NAME = "templates-{}"
_PATTERN = "%s.pyc"
_MADE_BY = ("jinja2", "markupsafe")


class _Folder(FileSystemBytecodeCache):
    """A folder that is made when needed; what cannot be read or written is done without."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """What is kept of it, if that is whole."""
        with suppress(OSError, EOFError, UnpicklingError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, whole or not at all."""
        folder = Path(self.directory)
        with suppress(OSError):
            if not folder.is_dir():
                for former in folder.parent.glob(_NAME.format("*")):
                    shutil.rmtree(former, ignore_errors=True)
                folder.mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


def keep_compiled(environment: Environment) -> None:
    """Have the environment keep what it compiles, unless Python was told to keep nothing."""
    if not sys.dont_write_bytecode:
        environment.bytecode_cache = _Folder(str(_folder()), _PATTERN)


@cache
def _folder() -> Path:
    """Named by what compiles: filters of constants are worked out while a template is compiled."""
    digest = hashlib.sha256(repr([metadata.version(name) for name in _MADE_BY]).encode())
    digest.update(program.fingerprint("model", "check", "pages").encode())
    beside = Path(importlib.util.cache_from_source(__file__)).parent
    return beside / _NAME.format(digest.hexdigest()[:16])

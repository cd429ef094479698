"""Compiled templates, kept by Jinja beside Python's own compiled files.

They are code: who may write there may write the program, too. The cache of pages, which goes from
job to job, is no place for them.
"""

import sys
from contextlib import suppress
from functools import cache
from importlib import metadata
from importlib.util import cache_from_source
from pathlib import Path
from pickle import UnpicklingError

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from generator.runtime import program


class _TemplateCache(FileSystemBytecodeCache):
    """What cannot be read or written is done without."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load what is there, if it is whole."""
        with suppress(OSError, EOFError, UnpicklingError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, whole or not at all."""
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)

    def get_source_checksum(self, source: str) -> str:
        """Tell the compiler as well: filters of constants are worked out while it compiles."""
        versions = [metadata.version(name) for name in ("jinja2", "markupsafe")]
        ours = program.fingerprint("model", "check", "pages")
        return super().get_source_checksum(f"{versions}{ours}{source}")


@cache
def template_cache() -> FileSystemBytecodeCache | None:
    """The cache for an environment; None where Python was told to keep nothing compiled."""
    if sys.dont_write_bytecode:
        return None
    folder = Path(cache_from_source(__file__)).parent / "templates"
    return _TemplateCache(str(folder), "%s.pyc")

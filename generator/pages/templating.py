"""Templates to pages: the one place where content meets markup.

Everything that content says goes through `narrative.escaped` or `narrative.markdown`: templates
cannot forget to escape, because the environment does it for every expression.
"""

import hashlib
import html
import json
import os
import posixpath
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from functools import cache
from importlib import metadata as packages
from importlib.util import cache_from_source
from pathlib import Path
from typing import NamedTuple

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from generator.check.indicators import sign_to_show, with_unit
from generator.model import figures, totals
from generator.pages import glossary, narrative, tables
from generator.runtime import program

_UNSTATED = Markup(f'<span class="jx-none">{figures.UNSTATED}</span>')  # noqa: S704
_NOT_ASKED = Markup(f'<span class="jx-none">{figures.NOT_ASKED}</span>')  # noqa: S704
RECORD_ADDRESS = "about/record/"  # the page of everything that was ever published
# What that page says until a release fills it in.
EMPTY_RECORD = "<p>这个网站还没有正式发布，没有公开记录。</p>"
_LONG = 12  # characters of a figure that may not fit into its field


class Page(NamedTuple):
    """One page: its address, the metadata that the theme needs, its Markdown."""

    address: str
    metadata: Mapping[str, object]
    body: str

    @property
    def markdown(self) -> str:
        """The page as a file: front matter (JSON, which is YAML) and body."""
        return f"{self.front_matter}\n{self.body}\n"

    @property
    def front_matter(self) -> str:
        """The metadata as it stands at the top of the file."""
        return f"---\n{json.dumps(self.metadata, ensure_ascii=False)}\n---\n"

    @property
    def source_uri(self) -> str:
        """The Markdown file that any static-site engine would serve at the address."""
        return f"{self.address}index.md"

    @property
    def depends_on(self) -> tuple[object, ...]:
        """What the theme makes its HTML of."""
        return (self.markdown,)

    def rendered(self, _fetch: object = None) -> "Page":
        """Itself, as other pages are once they are rendered."""
        return self


def render_page(
    address: str, template: str, metadata: Mapping[str, object], **values: object
) -> Page:
    """The page at `address` from a template of `templates/`.

    `metadata` (title, kind and what else the theme needs) becomes its front matter. Templates see
    `values` and `root`, the relative path from this page to the site's root.
    """
    # MkDocs and its themes print a page's title as HTML.
    meta = {**metadata, "title": html.escape(str(metadata["title"]))}
    root = posixpath.relpath(".", address) + "/" if address else "./"
    body = _environment().get_template(template).render(values, root=root)
    return Page(address, meta, body.strip())


def _finalized(value: object) -> object:
    """What every template expression goes through: nothing from content reaches a page raw."""
    if value is None:
        return _UNSTATED
    if isinstance(value, Markup):
        return value
    if isinstance(value, Decimal):
        value = f"{value:,f}"
    return Markup(narrative.escaped(str(value)))  # noqa: S704  just escaped


def _stated(value: object, asked: bool) -> object:
    """A value; where there is none, whether a form asked for it: 未填报, or — if not."""
    return _NOT_ASKED if value is None and not asked else value


def _breakable(value: object) -> object:
    """A figure that may be longer than its place: broken after a comma, if at all."""
    if not isinstance(value, str) or len(value) < _LONG:
        return value
    return Markup(narrative.escaped(value).replace(",", ",<wbr>"))  # noqa: S704  just escaped


def _markdown(
    text: str | None, level: int, name: str, marks: Sequence[narrative.Mark] = ()
) -> Markup:
    if not text:
        return _finalized(None)  # type: ignore[return-value]
    return Markup(narrative.markdown(text, level, name, marks))  # noqa: S704  just escaped


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("generator.pages"),
        autoescape=True,
        comment_start_string="{##",  # `{#id}` names a heading
        comment_end_string="##}",
        finalize=_finalized,
        undefined=StrictUndefined,
        bytecode_cache=template_cache(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        unstated=_UNSTATED,
        not_asked=_NOT_ASKED,
        terms=glossary.NAMES,
        terms_address=glossary.ADDRESS,
        record_address=RECORD_ADDRESS,
        empty_record=Markup(EMPTY_RECORD),  # noqa: S704  our own
    )
    environment.filters.update(
        markdown=_markdown,
        grades=figures.occurring_grades,
        stated=_stated,
        breakable=_breakable,
        sign=sign_to_show,
        with_unit=with_unit,
        cell=tables.cell,
        amount=figures.format_amount,
        percent=figures.format_percent,
        in_yi=totals.in_yi,
    )
    return environment


class _TemplateCache(BytecodeCache):
    """Compiled templates, each behind its SHA-256; what is not whole is done without."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load what is there, if it is what was kept."""
        with suppress(OSError):
            data = self._file(bucket).read_bytes()
            digest, code = data[:32], data[32:]
            if hashlib.sha256(code).digest() == digest:
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, whole or not at all."""
        code = bucket.bytecode_to_string()
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh = self._folder / f".new-{os.urandom(8).hex()}"
            fresh.write_bytes(hashlib.sha256(code).digest() + code)
            fresh.replace(self._file(bucket))

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.pyc"

    def get_source_checksum(self, source: str) -> str:
        """Tell the compiler as well: filters of constants are worked out while it compiles."""
        return super().get_source_checksum(f"{_made_by()}{source}")


@cache
def _made_by() -> str:
    versions = [packages.version(name) for name in ("jinja2", "markupsafe")]
    return f"{versions}{program.fingerprint('model', 'check', 'pages')}"


@cache
def template_cache() -> BytecodeCache | None:
    """The cache for an environment, beside Python's own compiled files.

    Templates are code: who may write there may write the program, too. The cache of pages, which
    goes from job to job, is no place for them. None where Python was told to keep nothing compiled.
    """
    if sys.dont_write_bytecode:
        return None
    folder = Path(cache_from_source(__file__)).parent / "templates"
    return _TemplateCache(folder)

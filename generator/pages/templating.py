"""Templates to pages: the one place where content meets markup.

Everything that content says goes through `narrative.escaped` or `narrative.markdown`: templates
cannot forget to escape, because the environment does it for every expression.
"""

import html
import json
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from generator.check.indicators import sign_to_show, with_unit
from generator.model import figures, totals
from generator.pages import glossary, narrative
from generator.pages.template_cache import template_cache

_UNSTATED = Markup(f'<span class="jx-none">{figures.UNSTATED}</span>')  # noqa: S704
_NOT_ASKED = Markup(f'<span class="jx-none">{figures.NOT_ASKED}</span>')  # noqa: S704
RECORD_ADDRESS = "about/record/"  # the page of everything that was ever published
_LONG = 12  # characters of a figure that may not fit into its field


@dataclass(frozen=True, slots=True)
class Page:
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


def render_page(
    address: str, template: str, metadata: Mapping[str, object], **values: object
) -> Page:
    """The page at `address` from a template of `templates/`.

    `metadata` (title, kind and what else the theme needs) becomes its front matter. Templates see
    `values` and `root`, the relative path from this page to the site's root.
    """
    # MkDocs and its themes print a page's title as HTML.
    meta = {**metadata, "title": html.escape(str(metadata["title"]))}
    body = (
        _environment()
        .get_template(template)
        .render(**{**values, "root": posixpath.relpath(".", address) + "/" if address else "./"})
    )
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


def _markdown(text: str | None) -> Markup:
    return Markup(narrative.markdown(text)) if text else _finalized(None)  # type: ignore[return-value]  # noqa: S704


@lru_cache(maxsize=1)
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
    environment.globals["unstated"] = _UNSTATED
    environment.globals["not_asked"] = _NOT_ASKED
    environment.filters["markdown"] = _markdown
    environment.globals["terms"] = glossary.NAMES
    environment.globals["terms_address"] = glossary.ADDRESS
    environment.globals["record_address"] = RECORD_ADDRESS
    environment.filters["grades"] = figures.occurring_grades
    environment.filters["stated"] = _stated
    environment.filters["breakable"] = _breakable
    environment.filters["sign"] = sign_to_show
    environment.filters["with_unit"] = with_unit
    environment.filters["amount"] = figures.format_amount
    environment.filters["percent"] = figures.format_percent
    environment.filters["in_yi"] = totals.in_yi
    return environment

"""What differs as an HTML page: one file, without scripts, without anything from elsewhere."""

from collections.abc import Collection, Iterable
from functools import cache
from importlib import resources
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from generator.changes import lines
from generator.changes.compare import Changes
from generator.changes.reports import Kind
from generator.changes.sums import SumChange
from generator.changes.values import Change
from generator.model.figures import UNSTATED

MOST_DETAILED = 1000  # reports of a kind; of more only titles are listed


def as_html(changes: Changes) -> str:
    """The page."""
    page = _environment().get_template("page.html.j2")
    return page.render(style=Markup(style()), body=body(changes))  # noqa: S704  our own


def body(changes: Changes, edit: str = "", site: str = "", waiting: Collection[str] = ()) -> Markup:
    """What stands below the title.

    `edit` and `site` are the addresses of the desk's forms and of the site, where there are any;
    `waiting` are the files that were not committed yet.
    """
    template = _environment().get_template("body.html.j2")
    return Markup(  # noqa: S704  the template escapes
        template.render(
            changes=changes, compared=lines.compared(changes), edit=edit, site=site,
            findings=list(lines.findings(changes)), warnings=list(lines.warnings(changes)),
            waiting=waiting,
        )
    )  # fmt: skip


def style() -> str:
    """The style sheet of `body`."""
    return (resources.files(__package__) / "changes.css").read_text(encoding="utf-8")


def _by_row(found: Iterable[SumChange]) -> list[list[SumChange]]:
    return [list(group) for _, group in groupby(found, lambda one: (one.address, one.row))]


def _readable(found: Iterable[Change]) -> list[Change]:
    return list(lines.readable(found))


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader(__package__), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters["groupby_row"] = _by_row
    made.filters["readable"] = _readable
    made.globals |= {
        "kinds": list(Kind), "absent": UNSTATED, "is_text": lines.is_text,
        "text_pieces": lines.value_pieces, "by_day": lines.by_day, "most_detailed": MOST_DETAILED,
    }  # fmt: skip
    return made

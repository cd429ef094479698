"""pygal, which draws the charts, set up for thousands of them: the same bytes, sooner.

It looks up names of settings again and again, which took two of the four milliseconds of a small
chart. What it asks is answered as before, in fewer steps.
"""

from __future__ import annotations

from typing import Any

import pygal
from pygal.config import SerieConfig
from pygal.etree import etree
from pygal.graph.base import BaseGraph

__all__ = ["pygal"]

# It draws with lxml where some other package brought it: other bytes, and faults.
etree.to_etree()

_SETTINGS = dir(SerieConfig())
_own = object.__getattribute__


def _attribute(graph: BaseGraph, name: str) -> Any:
    """What is set while a chart is drawn comes before what it was made with."""
    state = _own(graph, "__dict__").get("state")
    if state is None or name.startswith("__") or name == "state" or name not in state.__dict__:
        return _own(graph, name)
    return getattr(state, name)


SerieConfig.__dir__ = lambda _: _SETTINGS  # asked a hundred times a series; always the same
BaseGraph.__getattribute__ = _attribute  # its own asks itself twice more, thousands of times

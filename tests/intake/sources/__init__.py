"""Files as bureaus have them, varied by hand, each with its expected drafts.

A module holds sources of a kind in `SOURCES`; `all_sources` gathers them. What is expected was
written by hand from the file's own words, never taken from a draft of the program.
"""

import importlib
import pkgutil
from collections.abc import Iterator

from tests.support.import_sources import Source


def all_sources() -> Iterator[Source]:
    """Of all modules, in the order of their names."""
    for module in sorted(one.name for one in pkgutil.iter_modules(__path__)):
        found: list[Source] = importlib.import_module(f"{__name__}.{module}").SOURCES
        yield from found

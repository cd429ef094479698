"""Ids of a report's figures and rows, made of what they are called.

A link to one stays right when rows come, go or change places.
"""

import hashlib
import re

_LONGEST = 40  # characters of a name in an id; of a longer one the beginning and a digest


class Anchors:
    """Hands out the ids of one page, each once."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def __call__(self, kind: str, *names: str | None) -> str:
        """The id of what has these names, the most telling first: `indicator:办案时间`.

        The first row of a name has that alone; a later one also its other names, at last a number.
        No heading of a report has such an id: those hold no colon.
        """
        stated = [one for one in map(_cleaned, names) if one] or ["1"]
        ids = [f"{kind}:{'-'.join(stated[:count])}" for count in range(1, len(stated) + 1)]
        found = next((one for one in ids if one not in self._given), None)
        number = 2
        while found is None:
            again = f"{ids[-1]}-{number}"
            found = again if again not in self._given else None
            number += 1
        self._given.add(found)
        return found


def _cleaned(name: str | None) -> str:
    """The letters and numbers of a name: what an address shows without percent signs between."""
    text = re.sub(r"[^\w.]+", "-", name or "").strip("-")
    if len(text) <= _LONGEST:
        return text
    digest = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:8]
    return f"{text[:_LONGEST]}-{digest}"

"""What a person does at a screen, in seconds: the keystroke-level model, and reading.

Card, Moran and Newell, The keystroke-level model for user performance time with interactive
systems, Communications of the ACM 23 (1980) 396: an average non-secretary typist's key, a pointer
that is moved, a button that goes down or up, a hand that goes to the other device, a decision.

Reading: what is compared with an original is read at 255 characters a minute, as Chinese is read
aloud (Trauzettel-Klosinski and Dietz, Investigative Ophthalmology & Visual Science 53 (2012) 5452).
What is read for its sense, the manual and the words of a page, is read silently: 238 to 183, as
English words a minute (Brysbaert, Journal of Memory and Language 109 (2019) 104047).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pypinyin import lazy_pinyin

KEY, POINT, BUTTON, HAND, DECIDE = 0.28, 1.1, 0.1, 0.4, 1.35  # seconds
CAREFUL = 255.0  # characters a minute
SILENT = CAREFUL * 238 / 183
_MINUTE = 60


@dataclass
class Screen:
    """What one screen took; `machine` is how long it was waited for, in seconds."""

    name: str
    clicks: int = 0
    keys: int = 0
    moves: int = 0
    hands: int = 0
    decisions: int = 0
    compared: int = 0  # characters
    read: int = 0
    machine: float = 0.0

    @property
    def hand_seconds(self) -> float:
        """Of fingers, the pointer and decisions."""
        return (self.keys * KEY + self.moves * POINT + self.clicks * 2 * BUTTON
                + self.hands * HAND + self.decisions * DECIDE)  # fmt: skip

    @property
    def reading_seconds(self) -> float:
        """Of all that is read."""
        return _MINUTE * (self.compared / CAREFUL + self.read / SILENT)

    @property
    def seconds(self) -> float:
        """All of it."""
        return self.hand_seconds + self.reading_seconds + self.machine


@dataclass
class Person:
    """Counts, screen by screen; a text that was read once is not read again."""

    screens: list[Screen] = field(default_factory=list)
    _read: set[str] = field(default_factory=set)
    _is_at_keys: bool = False

    def screen(self, name: str) -> Screen:
        """The screen of this name; one that comes again is the same."""
        known = next((one for one in self.screens if one.name == name), None)
        if known is None:
            self.screens.append(known := Screen(name))
        return known

    def click(self, screen: Screen, *, is_decided: bool = False) -> None:
        """Point at something and press; `is_decided` where it only goes on what was begun."""
        self._hand(screen, to_keys=False)
        screen.decisions += not is_decided
        screen.moves += 1
        screen.clicks += 1

    def drag(self, screen: Screen) -> None:
        """A file from its folder into a box of the page: press at the one, let go at the other."""
        self._hand(screen, to_keys=False)
        screen.decisions += 1
        screen.moves += 2
        screen.clicks += 1

    def press(self, screen: Screen, *, keys: int = 1) -> None:
        """Decide, and press a key, or several that belong together."""
        self._hand(screen, to_keys=True)
        screen.decisions += 1
        screen.keys += keys

    def type(self, screen: Screen, text: str) -> None:
        """Chinese by its pinyin and a blank for the whole."""
        self.press(screen, keys=sum(map(len, lazy_pinyin(text))) + (not text.isascii()))

    def read(self, screen: Screen, texts: Mapping[str, bool]) -> None:
        """Read what was not read yet; what is to be compared is told by its value."""
        for text, is_compared in texts.items():
            bare = "".join(text.split())
            if bare in self._read:
                continue
            self._read.add(bare)
            if is_compared:
                screen.compared += len(bare)
            else:
                screen.read += len(bare)

    def compare(self, screen: Screen, text: str) -> None:
        """Compare, although it may have been read before."""
        screen.compared += len("".join(text.split()))

    def scan(self, screen: Screen, text: str) -> None:
        """Look through words for one of them, as the entries of a list."""
        screen.read += len("".join(text.split()))

    def _hand(self, screen: Screen, *, to_keys: bool) -> None:
        screen.hands += self._is_at_keys is not to_keys
        self._is_at_keys = to_keys


def table(person: Person) -> list[str]:
    """A line a screen, a last one with all of them."""
    heads = (
        "clicks",
        "keys",
        "moves",
        "decided",
        "compared",
        "read",
        "hand s",
        "read s",
        "machine s",
        "s",
    )
    lines = ["  ".join([f"{'screen':24}", *(f"{one:>9}" for one in heads)])]
    rows = [(one.name, one.clicks, one.keys, one.moves, one.decisions, one.compared, one.read,
             one.hand_seconds, one.reading_seconds, one.machine, one.seconds)
            for one in person.screens]  # fmt: skip
    sums = [sum(column) for column in zip(*(row[1:] for row in rows), strict=True)]
    for name, *figures in [*rows, ("all", *sums)]:
        told = (f"{one:9.1f}" if isinstance(one, float) else f"{one:9}" for one in figures)
        lines.append("  ".join([f"{name:24}", *told]))
    return lines

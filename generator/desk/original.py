"""The original of a draft as a page shows it: blocks with their places, and where a value stands.

Nothing of it is kept: the files that stand beside the draft, or were kept for it, are read again,
and recognised again, for the places of values that were sure.
"""

import re
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from generator.desk.files import OpenFile
from generator.desk.kept_originals import KeptOriginals
from generator.desk.review import Item, Spot
from generator.documents.document import Block, Document, Paragraph, Place, Table, paragraphs
from generator.documents.reading import read_file
from generator.intake.import_forms import Forms
from generator.model.problems import JixiaoError
from generator.recognition.recognise import recognise
from generator.source.tree import FieldPath

_MOST = 4  # originals that are remembered
_BEHIND = 40  # paragraphs among which a value is looked for that does not stand at its place
_PLACE_IN_NOTE = re.compile("(?:多半|猜测)：([^；，]+)")
_OTHER_PLACE = re.compile("另一处是 ([^（；]+)（([^，）]+)")
_SPACES = re.compile(r"\s+")


class Passage(NamedTuple):
    """A paragraph with its place; `id` is that of its element, `before` the characters before."""

    id: str
    place: Place
    text: str
    before: int


@dataclass
class Original:
    """The documents of one draft."""

    documents: Sequence[Document]
    places: Mapping[FieldPath, tuple[str, Place]] = field(default_factory=dict)  # as recognised

    @cached_property
    def passages(self) -> Sequence[Passage]:
        """Every paragraph in order, those of cells and of what stands beside the text too."""
        found, before = [], 0
        for number, document in enumerate(self.documents):
            blocks = [*document.blocks, *(one for aside in document.asides for one in aside.blocks)]
            for count, one in enumerate(paragraphs(tuple(blocks))):
                found.append(Passage(f"p{number}-{count}", one.place, one.shown, before))
                before += len(one.shown)
        return found

    @cached_property
    def _by_place(self) -> Mapping[str, Sequence[Passage]]:
        found: dict[str, list[Passage]] = defaultdict(list)
        for one in self.passages:
            for name in {str(one.place), _cell(one.place)}:
                found[name].append(one)
        return found

    @cached_property
    def _by_value(self) -> Mapping[tuple[str | int, str], Place]:
        """Where values stand, by their key and text: rows may have moved."""
        found: dict[tuple[str | int, str], Place] = {}
        for path, (said, at) in self.places.items():
            found.setdefault((path[-1], _folded(said)), at)
        return found

    @cached_property
    def _numbers(self) -> Mapping[str, Spot]:
        return {one.id: Spot(at, one.before) for at, one in enumerate(self.passages)}

    def spots(self, every: Sequence[Item]) -> Mapping[FieldPath, Spot]:
        """Where the values stand that are found, word for word."""
        found = {}
        for one in every:
            at = self._numbers.get(self.spot_of(one.where, one.value, one.note))
            if at and _folded(one.value)[:30] in _folded(self.passages[at.number].text):
                found[one.where] = at
        return found

    def ids(self) -> Mapping[int, str]:
        """The id of each paragraph's element, by the identity of the paragraph."""
        found: dict[int, str] = {}
        for number, document in enumerate(self.documents):
            blocks = [*document.blocks, *(one for aside in document.asides for one in aside.blocks)]
            for count, one in enumerate(paragraphs(tuple(blocks))):
                found[id(one)] = f"p{number}-{count}"
        return found

    def spot_of(self, where: FieldPath, value: str, note: str = "") -> str:
        """The id of where a value stands; empty where that is not known."""
        named = _PLACE_IN_NOTE.search(note)
        if named:
            return self._best(named[1].strip(), value)
        text, place = self.places.get(where, ("", None))
        if place is not None and _folded(text) == _folded(value):
            return self._best(str(place), value)
        same = self._by_value.get((where[-1], _folded(value))) if value else None
        other = _OTHER_PLACE.search(note)
        if same or other is None:
            return self._best(str(same), value) if same else ""
        return self._best(other[2].strip(), other[1])

    def spot_with(self, text: str) -> str:
        """The id of the first paragraph that has these words."""
        wanted = _folded(text)
        every = [(one.id, _folded(one.text)) for one in self.passages]
        return next((id for id, said in every if wanted and wanted in said), "")

    def _best(self, place: str, value: str) -> str:
        """Of the paragraphs at a place that with the value; else the first."""
        there = self._by_place.get(place, ())
        wanted = _folded(value)[:30]
        if not there or not wanted:
            return there[0].id if there else ""
        first = self._numbers[there[0].id].number
        # What a sentence states is told by the heading above it.
        behind = self.passages[first : first + _BEHIND]
        best = [one.id for one in (*there, *behind) if wanted in _folded(one.text)]
        return best[0] if best else there[0].id


class Originals:
    """Reads the originals of drafts."""

    def __init__(self, content: Path, kept: KeptOriginals) -> None:
        self._content, self._kept = content, kept
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[Any, ...], Original] = OrderedDict()

    def files(self, file: OpenFile, value: Any) -> list[Path]:
        """The files that a draft was read from, as far as they are there."""
        rows = value.get("附件") if isinstance(value, dict) else None
        names = [one.get("文件") for one in rows or () if isinstance(one, dict)]
        folder = file.path.with_suffix("")
        plain = [one for one in names if isinstance(one, str) and Path(one).name == one]
        beside = [folder / one for one in plain
                  if (folder / one).is_file() and not (folder / one).is_symlink()]  # fmt: skip
        return [*beside, *self._kept.of(file.name)]

    def of(self, file: OpenFile, value: Any) -> Original | None:
        """The original of a draft; None where there is none to read."""
        files = self.files(file, value)
        if not files:
            return None
        key = tuple((one.as_posix(), one.stat().st_mtime_ns, one.stat().st_size) for one in files)
        with self._lock:
            if key not in self._known:
                self._known[key] = self._read(files, value)
                while len(self._known) > _MOST:
                    self._known.popitem(last=False)
            self._known.move_to_end(key)
            return self._known[key]

    def forget(self, name: str) -> None:
        """Keep none of a report that is public."""
        self._kept.forget(name)

    def _read(self, files: Sequence[Path], value: Any) -> Original:
        documents = [document for file in files for document in read_file(file)]
        try:
            reports = recognise(documents, Forms(self._content).reference)
        except JixiaoError:  # the register or a form has errors: told elsewhere
            reports = []
        name = value.get("项目名称") if isinstance(value, dict) else None
        alike = [one for one in reports
                 if (found := one.values.get(("项目名称",))) and found.text == name]  # fmt: skip
        chosen = (alike or reports)[:1]
        places = {where: (found.text, found.place)
                  for one in chosen for where, found in one.values.items()}  # fmt: skip
        return Original(documents, places)


def rows_of(table: Table) -> list[list[Any]]:
    """The cells of a table, row by row."""
    rows: list[list[Any]] = [[] for _ in range(table.row_count)]
    for one in table.cells:
        rows[one.row].append(one)
    return rows


def marked(text: str, values: Sequence[str]) -> list[tuple[str, bool]]:
    """The text in pieces, with whether each is one of the values; a whole text is none."""
    words = [one for one in values if one and one in text and one != text.strip()]
    if not words:
        return [(text, False)]
    longest_first = sorted(words, key=len, reverse=True)
    found = re.split(f"({'|'.join(map(re.escape, longest_first))})", text)
    return [(one, at % 2 == 1) for at, one in enumerate(found) if one]


def kind_of(block: Block) -> str:
    """What a template does with a block."""
    if isinstance(block, Paragraph):
        return "paragraph"
    return "table" if isinstance(block, Table) else "picture"


def _cell(place: Place) -> str:
    """The cell that a paragraph stands in, as values name it."""
    plain = Place(place.part, place.page, 0, place.table, place.row, place.column, place.cell)
    return str(plain)


def _folded(text: str) -> str:
    return _SPACES.sub("", text)

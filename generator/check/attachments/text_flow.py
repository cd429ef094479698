"""Text put together from pieces of XML: what ends a line, what stands aside."""


class Flow:
    """Text in lines, with tabs between cells; what stands aside is put before it."""

    def __init__(self) -> None:
        self.count = 0  # of the pieces of text that were added
        self._done: list[str] = []
        self._open: list[list[str]] = [[]]  # the text, then what stands aside in it

    def add(self, text: str) -> None:
        """Add a piece of text."""
        self._open[-1].append(text)
        self.count += 1

    def take(self, count: int) -> str:
        """Take the last pieces away."""
        pieces = self._open[-1]
        taken = "".join(pieces[-count:])
        del pieces[-count:]
        return taken

    @property
    def size(self) -> int:
        """How many pieces it has, marks included."""
        return len(self._open[-1])

    def since(self, size: int) -> str:
        """What came since it had that many."""
        return "".join(self._open[-1][size:])

    def end(self, mark: str) -> None:
        """End a line or a cell; the last paragraph of a cell ends no line, the last cell one."""
        pieces = self._open[-1]
        if pieces and pieces[-1] in ("\n", "\t"):
            pieces[-1] = mark
        elif pieces:
            pieces.append(mark)

    def begin(self) -> None:
        """Begin a line, unless one has ended, or a cell."""
        if (pieces := self._open[-1]) and pieces[-1] not in ("\n", "\t"):
            pieces.append("\n")

    def part(self, mark: str) -> None:
        """Part what comes from what was before in the line."""
        if (pieces := self._open[-1]) and pieces[-1] != mark:
            pieces.append(mark)

    def open_aside(self) -> None:
        """What comes now is no part of the text around it."""
        self._open.append([])

    def close_aside(self) -> None:
        """What comes now is again."""
        self._done += [*self._open.pop(), "\n"]

    @property
    def text(self) -> str:
        """All of it."""
        pieces = [*self._done, *(piece for one in self._open for piece in one)]
        return "".join(pieces).strip("\n")

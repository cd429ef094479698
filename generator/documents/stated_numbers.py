"""Numbers of paragraphs that a file states as text beside how they are counted, as RTF does.

They are what was shown when the file was saved; a program that counts anew may show others.
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeAlias

from generator.documents.document import Block, Paragraph, Table
from generator.documents.old_text import Line

_Stated: TypeAlias = dict[str, deque[str]]


def with_stated(blocks: Iterable[Block], lines: Iterable[Line]) -> tuple[Block, ...]:
    """The blocks, with the number that a line of the same words states, in their order.

    A paragraph that is not counted gets none; bullets are left as they are.
    """
    stated: _Stated = defaultdict(deque)
    for line in lines:
        stated[_key(line.text)].append(line.number)
    return tuple(_renumbered(one, stated) for one in blocks)


def _renumbered(block: Block, stated: _Stated) -> Block:
    if isinstance(block, Paragraph):
        numbers = stated.get(_key(block.text))
        number = numbers.popleft() if numbers else ""
        is_counted = block.number and any(map(str.isalnum, number))
        return replace(block, number=number) if is_counted else block
    if isinstance(block, Table):
        cells = (
            replace(one, blocks=tuple(_renumbered(inner, stated) for inner in one.blocks))
            for one in block.cells
        )
        return replace(block, cells=tuple(cells))
    return block


def _key(text: str) -> str:
    return "".join(text.split())

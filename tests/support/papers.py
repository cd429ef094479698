"""The commands of a paper, as a reader finds them: blocks under headings, in their order."""

import re
from dataclasses import dataclass
from pathlib import Path

# `# 服务器，root（乙）`: on which machines, as whom, in which way only.
_WHERE = re.compile(r"# ([^，]+(?:，[^，]+)*)，(\w+)(?:（([甲乙丙])）)?")


@dataclass(frozen=True)
class Block:
    """Commands that stand together; `machines` is empty where the paper knows only one."""

    heading: str
    line: int
    script: str
    machines: tuple[str, ...] = ()
    account: str = ""
    way: str = ""


def blocks(paper: Path, *, marked: bool = True) -> list[Block]:
    """Every fenced block of commands; where they are `marked`, the first line tells where."""
    found = []
    heading, start, lines = "", 0, list[str]()
    for number, line in enumerate(paper.read_text(encoding="utf-8").splitlines(), 1):
        if start and line == "```":
            where = _WHERE.fullmatch(lines[0]) if marked else None
            assert where or not marked, f"{paper.name}:{start}: no machine and account"
            mark = (
                (tuple(where[1].split("，")), where[2], where[3] or "") if where else ((), "", "")
            )
            found.append(Block(heading, start, "\n".join(lines) + "\n", *mark))
            start = 0
        elif start:
            lines.append(line)
        elif line == "```sh":
            start, lines = number, []
        elif line.startswith("#"):
            heading = line.lstrip("# ")
    return found

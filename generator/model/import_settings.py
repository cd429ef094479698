"""What a person corrected once of an import (`import.yml`): words of documents by kind."""

from collections.abc import Mapping
from typing import Annotated, TypeAlias

from pydantic import Discriminator, Tag

from generator.model.fields import Line
from generator.model.record import Record, key

# One heading, or a heading with those above it, the highest first.
HeadingPath: TypeAlias = Annotated[
    Annotated[Line, Tag("text")] | Annotated[tuple[Line, ...], Tag("tuple")],
    Discriminator(lambda value: "tuple" if isinstance(value, list | tuple) else "text"),
]


class ImportSettings(Record, title="导入的记忆"):
    """Printed words by kind, each with what it stands for; a word that is not here is guessed."""

    headings: Mapping[Line, HeadingPath | None] | None = key(
        "标题", "原件印的标题: 提纲或表单里的标题；下级的写成 [上级, 下级]"
    )
    columns: Mapping[Line, Line | None] | None = key(
        "栏目", "表上印的栏目: 格式里的键，如 本年执行数: 资金.支出"
    )
    departments: Mapping[Line, Line | None] | None = key(
        "部门", "原件里的叫法: departments.yml 里的标识或名称"
    )

    @property
    def heading_paths(self) -> Mapping[str, tuple[str, ...]]:
        """By each printed heading the path of headings that it stands for."""
        stated = {one: to for one, to in (self.headings or {}).items() if to is not None}
        return {one: (to,) if isinstance(to, str) else tuple(to) for one, to in stated.items()}
